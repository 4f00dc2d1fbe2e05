"""tools/bench --kafka: prints one JSON object. Run by it in build/venv."""
import argparse
import json
import os
import pathlib
import sys
import tempfile

from servers import BIN, ROOT

sys.path[:0] = [str(ROOT / "tests/kafka"), str(ROOT / "tests/e2e"), str(ROOT / "tools/lib")]
os.environ.setdefault("CSI_BUILD", str(BIN.parent))
import evidence  # noqa: E402
import kafka_load  # noqa: E402
import kafka_takeover  # noqa: E402
from failover_faults import Cluster  # noqa: E402


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kafka", action="store_true")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--in-flight", default="1,16,64,256")
    parser.add_argument("--brokers", default="1,3")
    parser.add_argument("--repeats", type=int, default=3)
    return parser.parse_args()


def main() -> int:
    arguments = parse_arguments()
    in_flights = [int(n) for n in arguments.in_flight.split(",")]
    result = {"commit": evidence.commit("common", "services", "tests/bench", "tools/benchlib"),
              "seconds": arguments.seconds, "cores": os.cpu_count(),
              "clusters": []}
    with tempfile.TemporaryDirectory(prefix="csi-bench-") as name:
        folder = pathlib.Path(name)
        local, more, size = kafka_load.embedded(folder, max(in_flights))
        result["journal_bytes_per_transition"] = size
        for brokers in (int(n) for n in arguments.brokers.split(",")):
            with Cluster(folder / f"cluster-{brokers}", brokers) as cluster:
                row = kafka_load.measure(cluster, folder, local, more, size, in_flights,
                                         arguments.seconds)
                if arguments.repeats:
                    row["takeover"] = kafka_takeover.measure(cluster, arguments.repeats)
            row["load_average"] = os.getloadavg()[0]
            result["clusters"].append(row)
        local.stop()
    print(json.dumps(result, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
