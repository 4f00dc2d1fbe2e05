"""The part of the story that nobody asked for: a leader dies half-way.

The copy that leads the workflow is killed with SIGKILL while a call of the
second improvement is under way: it may not have begun, have been appended, or
have been answered. The story goes on at once: its calls are repeated under the
same request id until the other copy leads. Later the dead one is started again
and catches up.
"""
import time

from on_kafka.terminal import RunError, wait

SERVICE = "workflow"
LEADER_SECONDS = 60
# The client needs about as long to start and to connect.
STRIKE_SECONDS = 0.03


class LeaderKill:
    def __init__(self, copies, client):
        self._copies, self._client = copies, client
        self._victim = None
        self._epoch = None

    def interludes(self) -> dict:
        """As the story takes them."""
        return {"half-way": self.kill, "later": self.come_back}

    def kill(self) -> None:
        victim = self._copies.leader(SERVICE)
        if victim is None:
            raise RunError(f"no copy of {SERVICE} leads, so none can be killed; their logs are "
                           + ", ".join(str(copy.log) for copy in self._copies.of(SERVICE)))
        self._epoch = victim.metric("csi_epoch")
        folded = victim.metric("csi_journal_next_offset")
        self._client.act("HALF-WAY: THE LEADER DIES")
        self._client.tell(f"{victim.name} at {victim.address} leads the workflow: epoch "
                          f"{self._epoch}, {folded} records folded, process {victim.process.pid}")
        self._victim = victim
        self._client.meanwhile = self._strike

    def _strike(self) -> None:
        time.sleep(STRIKE_SECONDS)
        self._victim.kill()
        self._client.tell(f"kill -9 {self._victim.process.pid}, while a call is under way; the "
                          "story goes on at once")

    def come_back(self) -> None:
        victim = self._victim
        wait(LEADER_SECONDS, f"another copy leads {SERVICE}",
             lambda: "" if self._copies.leader(SERVICE) else "a leader")
        leader = self._copies.leader(SERVICE)
        self._client.act("THE DEAD COPY COMES BACK")
        self._client.tell(f"{leader.name} leads since: epoch {leader.metric('csi_epoch')}, after "
                          f"{self._epoch}; {leader.metric('csi_journal_next_offset')} records")
        begin = time.monotonic()
        victim.start("--demo-clock", self._client.time)
        self._client.tell(f"{victim.name} is started again on its data, process "
                          f"{victim.process.pid}")
        # Its clock stands where it was when it died.
        self._client.set_clock(victim.address)
        self._copies.wait_equal(SERVICE)
        took = time.monotonic() - begin
        self._client.tell(f"{victim.name} has caught up after {took:.1f} s: record "
                          f"{victim.metric('csi_journal_next_offset')}, as {leader.name}")
