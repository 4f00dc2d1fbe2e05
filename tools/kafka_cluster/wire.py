"""Asks a broker which brokers it knows: one Metadata request, by hand.

Version 5 of the request is understood by Kafka 1.0 and every later one, 4.x
included. No client library is needed, so the tools run on a bare Python.
"""
import socket
import struct

METADATA, VERSION, CORRELATION = 3, 5, 7
ANSWER_BYTES_MAX = 1 << 20


class _Reader:
    def __init__(self, data: bytes):
        self._data, self._at = data, 0

    def take(self, form: str) -> int:
        value, = struct.unpack_from(">" + form, self._data, self._at)
        self._at += struct.calcsize(">" + form)
        return value

    def text(self) -> str:
        size = max(0, self.take("h"))
        self._at += size
        return self._data[self._at - size:self._at].decode()


def _receive(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        chunk = connection.recv(size - len(data))
        if not chunk:
            raise OSError("the broker closed the connection")
        data += chunk
    return data


def brokers(host: str, port: int, seconds: float = 2.0) -> tuple[set[int], int]:
    """Numbers of the brokers in service, and the controller's (-1: none yet).

    Raises OSError when nobody answers in time or the answer makes no sense.
    """
    client = b"csi-tools"
    request = struct.pack(">hhih", METADATA, VERSION, CORRELATION, len(client)) + client
    request += struct.pack(">i?", 0, False)  # no topics, create none
    with socket.create_connection((host, port), seconds) as connection:
        connection.settimeout(seconds)
        connection.sendall(struct.pack(">i", len(request)) + request)
        size, = struct.unpack(">i", _receive(connection, 4))
        if not 0 < size <= ANSWER_BYTES_MAX:
            raise OSError(f"an answer of {size} bytes is not from a Kafka broker")
        answer = _Reader(_receive(connection, size))
    try:
        if answer.take("i") != CORRELATION:
            raise OSError("the answer is to another question")
        answer.take("i")  # throttle time
        found = set()
        for _ in range(answer.take("i")):
            found.add(answer.take("i"))
            answer.text(), answer.take("i"), answer.text()  # host, port, rack
        answer.text()  # cluster id
        return found, answer.take("i")
    except struct.error as error:
        raise OSError("the answer is cut short") from error
