"""A network that a test can cut: a forwarder before each broker of tools/kafka.

    with Network(status) as network:          # of `tools/kafka up --json`
        client = Producer({"bootstrap.servers": network.bootstrap, ...})
        network.cut(2)         # connections break, new ones are refused
        network.silence(3)     # connections stay, no byte passes
        network.heal(2)
        network.cut_process(pid)   # one program loses all brokers, others none
        network.silence_process(pid)
        network.heal_process(pid)

Who enters here is sent on by the brokers to the same forwarders; the brokers
talk to each other without them. Loopback only; all threads end with the block. Which
program a connection belongs to is read in /proc (Linux).
"""
import contextlib
import os
import pathlib
import selectors
import socket
import threading

CHUNK_BYTES = 1 << 16
TURN_SECONDS = 0.1
OPEN, CUT, SILENT = "open", "cut", "silent"


def _ports_of(pid: int) -> set[int]:
    """The local TCP ports of a process."""
    inodes = set()
    with contextlib.suppress(OSError):
        for each in pathlib.Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                target = os.readlink(each)
                if target.startswith("socket:["):
                    inodes.add(target[len("socket:["):-1])
    rows = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text(
        encoding="ascii").splitlines()[1:]]
    return {int(row[1].rpartition(":")[2], 16) for row in rows if row[9] in inodes}


class _Forwarder(threading.Thread):
    """One broker's way in. `mode` and `harmed` are set by the test, read by the thread."""

    def __init__(self, listen: tuple[str, int], target: tuple[str, int]):
        super().__init__(daemon=True)
        self.mode = OPEN
        self.harmed: dict[int, str] = {}  # process -> CUT or SILENT; replaced, never changed
        self._applied = self.harmed
        self._held: set[socket.socket] = set()  # of a silenced process
        self._listen, self._target, self._stopped = listen, target, threading.Event()
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._waiting: dict[socket.socket, bytes] = {}
        self._selector = selectors.DefaultSelector()
        self._server = self._serve()

    def _serve(self) -> socket.socket:
        server = socket.socket()
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(self._listen)
        server.listen()
        self._selector.register(server, selectors.EVENT_READ)
        return server

    def stop(self) -> None:
        self._stopped.set()
        self.join(10)

    def run(self) -> None:
        try:
            while not self._stopped.is_set():
                self._turn()
        finally:
            for each in list(self._pairs):
                self._drop(each)
            if self._server is not None:
                self._server.close()
            self._selector.close()

    def _turn(self) -> None:
        if self.mode == CUT and self._server is not None:
            self._selector.unregister(self._server)
            self._server.close()
            self._server = None
            for each in list(self._pairs):
                self._drop(each)
        elif self.mode != CUT and self._server is None:
            self._server = self._serve()
        if self.mode == SILENT:
            self._stopped.wait(TURN_SECONDS)
            return
        if self.harmed is not self._applied:
            self._apply(self.harmed)
        for key, events in self._selector.select(TURN_SECONDS):
            if key.fileobj is self._server:
                self._accept()
            elif key.fileobj in self._pairs:  # else dropped in this very turn
                self._move(key.fileobj, events)

    def _apply(self, harmed: dict[int, str]) -> None:
        """Connections that are open when the harm begins or ends."""
        self._applied = harmed
        released, self._held = self._held, set()
        modes = {port: mode for pid, mode in harmed.items() for port in _ports_of(pid)}
        for each in list(self._pairs):
            if each not in self._pairs or each.getsockname()[:2] != self._listen:
                continue  # dropped with its other side, or the side of the broker
            try:
                mode = modes.get(each.getpeername()[1], OPEN)
            except OSError:
                mode = CUT  # gone already
            if mode == CUT:
                self._drop(each)
            elif mode == SILENT:
                self._held |= {each, self._pairs[each]}
        for each in released | self._held:
            if each in self._pairs:
                self._watch(each)

    def _mode_of(self, port: int) -> str:
        for pid, mode in self.harmed.items():
            if port in _ports_of(pid):
                return mode
        return OPEN

    def _accept(self) -> None:
        client, peer = self._server.accept()
        mode = self._mode_of(peer[1])
        if mode == CUT:
            client.close()
            return
        try:
            broker = socket.create_connection(self._target, 2)
        except OSError:
            client.close()  # the broker is down: so is the way to it
            return
        for one, other in ((client, broker), (broker, client)):
            one.setblocking(False)
            self._pairs[one] = other
            self._waiting[one] = b""
        if mode == SILENT:
            self._held |= {client, broker}
        for one in (client, broker):
            self._watch(one)

    def _move(self, one: socket.socket, events: int) -> None:
        try:
            if events & selectors.EVENT_WRITE:
                sent = one.send(self._waiting[one])
                self._waiting[one] = self._waiting[one][sent:]
            if events & selectors.EVENT_READ:
                data = one.recv(CHUNK_BYTES)
                if not data:
                    self._drop(one)
                    return
                self._waiting[self._pairs[one]] += data
        except BlockingIOError:
            pass
        except OSError:
            self._drop(one)
            return
        self._watch(one)
        self._watch(self._pairs[one])

    def _watch(self, one: socket.socket) -> None:
        """Reads only while the other side takes it, writes only what waits."""
        wanted = selectors.EVENT_WRITE if self._waiting[one] else 0
        if one in self._held:
            wanted = 0
        elif len(self._waiting[self._pairs[one]]) < CHUNK_BYTES:
            wanted |= selectors.EVENT_READ
        with contextlib.suppress(KeyError):
            self._selector.unregister(one)
        if wanted:
            self._selector.register(one, wanted)

    def _drop(self, one: socket.socket) -> None:
        for each in (one, self._pairs.get(one)):
            if each is None or each not in self._pairs:
                continue
            with contextlib.suppress(KeyError):
                self._selector.unregister(each)
            del self._pairs[each], self._waiting[each]
            self._held.discard(each)
            each.close()


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return host, int(port)


class Network:
    """The forwarders of a whole cluster."""

    def __init__(self, status: dict):
        self._forwarders = {row["broker"]: _Forwarder(_address(row["proxy"]),
                                                      _address(row["proxied"]))
                            for row in status["brokers"]}
        self.bootstrap = ",".join(row["proxy"] for row in status["brokers"])

    def __enter__(self) -> "Network":
        for each in self._forwarders.values():
            each.start()
        return self

    def __exit__(self, *_) -> None:
        for each in self._forwarders.values():
            each.stop()

    def cut(self, broker: int) -> None:
        self._forwarders[broker].mode = CUT

    def silence(self, broker: int) -> None:
        self._forwarders[broker].mode = SILENT

    def heal(self, broker: int) -> None:
        self._forwarders[broker].mode = OPEN

    def cut_process(self, pid: int) -> None:
        self._harm(pid, CUT)

    def silence_process(self, pid: int) -> None:
        self._harm(pid, SILENT)

    def heal_process(self, pid: int) -> None:
        self._harm(pid, OPEN)

    def _harm(self, pid: int, mode: str) -> None:
        for each in self._forwarders.values():
            harmed = {key: value for key, value in each.harmed.items() if key != pid}
            each.harmed = harmed | ({pid: mode} if mode != OPEN else {})
