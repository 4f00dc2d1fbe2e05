"""Ports and server.properties of the brokers of a local test cluster."""
import contextlib
import random
import socket

HOST = "127.0.0.1"
# Below what Linux hands out by itself (32768 and up), so that no connection of
# somebody else sits on the port of a broker that is down for a moment.
PORTS = range(20000, 32000)
PORT_NAMES = ("plain", "controller", "proxied", "proxy")
COPIES_MAX = 3


def free_ports(count: int) -> list[int]:
    """Ports that nobody uses now; all held until the last is found."""
    with contextlib.ExitStack() as held:
        found = []
        for port in random.sample(PORTS, len(PORTS)):
            probe = held.enter_context(socket.socket())
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            found.append(port)
            if len(found) == count:
                return found
    raise OSError(f"fewer than {count} free ports from {PORTS.start} to {PORTS.stop}")


def choose_ports(brokers: int) -> dict[str, dict[str, int]]:
    """Broker number, as text -> name -> port."""
    ports = iter(free_ports(brokers * len(PORT_NAMES)))
    return {str(number): {name: next(ports) for name in PORT_NAMES}
            for number in range(1, brokers + 1)}


def properties(number: str, ports: dict[str, dict[str, int]], data: str,
               extra: dict[str, str]) -> str:
    """The text of server.properties of one broker; extra settings win."""
    own = ports[number]
    copies = min(len(ports), COPIES_MAX)
    in_sync = max(1, copies - 1)
    voters = ",".join(f"{n}@{HOST}:{p['controller']}" for n, p in ports.items())
    rows = {
        "process.roles": "broker,controller",
        "node.id": number,
        "controller.quorum.voters": voters,
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAIN",
        "listener.security.protocol.map":
            "PLAIN:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "listeners": f"PLAIN://{HOST}:{own['plain']},PROXIED://{HOST}:{own['proxied']},"
                     f"CONTROLLER://{HOST}:{own['controller']}",
        "advertised.listeners":
            f"PLAIN://{HOST}:{own['plain']},PROXIED://{HOST}:{own['proxy']}",
        "log.dirs": data,
        # As in production: nothing appears by accident, nothing acknowledged is lost.
        "auto.create.topics.enable": "false",
        "default.replication.factor": str(copies),
        "min.insync.replicas": str(in_sync),
        "unclean.leader.election.enable": "false",
        "offsets.topic.replication.factor": str(copies),
        "transaction.state.log.replication.factor": str(copies),
        "transaction.state.log.min.isr": str(in_sync),
        # Small and quick: a cluster of a test.
        "num.partitions": "1",
        "offsets.topic.num.partitions": "4",
        "transaction.state.log.num.partitions": "4",
        "group.initial.rebalance.delay.ms": "0",
        "broker.session.timeout.ms": "6000",
        "broker.heartbeat.interval.ms": "1000",
        "controlled.shutdown.max.retries": "1",
        "num.network.threads": "2",
        "num.io.threads": "4",
        "background.threads": "2",
        "log.cleaner.dedupe.buffer.size": "16777216",
        "log.index.size.max.bytes": "1048576",
        "offsets.topic.segment.bytes": "10485760",
    }
    rows |= extra
    return "".join(f"{key}={value}\n" for key, value in rows.items())
