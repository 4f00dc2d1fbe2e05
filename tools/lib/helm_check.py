"""The body of tools/helm_check."""
import argparse
import shutil
import sys
import time

import helm_chart as chart


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools/helm_check", allow_abbrev=False)
    parser.add_argument("--write", action="store_true",
                        help="first copy the alert rules into the chart")
    parser.add_argument("--kubernetes", choices=chart.VERSIONS, help="one version alone")
    return parser.parse_args()


def check(versions: tuple[str, ...]) -> list[str]:
    """Everything that is wrong."""
    found = []
    if chart.alerts_differ():
        found.append("files/alerts.yaml differs from deploy/prometheus/alerts.yaml: "
                     "tools/helm_check --write")
    for values in chart.value_files():
        began, count = time.monotonic(), 0
        try:
            chart.helm("lint", "--strict", "--quiet", chart.CHART, "--values", values)
            for version in versions:
                for resource in chart.render(values, version=version):
                    count += 1
                    found += [f"{values.name}, Kubernetes {version}: {problem}"
                              for problem in chart.problems(resource, version)]
        except chart.ChartError as error:
            found.append(f"{values.name}: {error}")
        print(f"{values.name}: {count // len(versions)} resources, {len(versions)} versions, "
              f"{time.monotonic() - began:.1f} s", flush=True)
    return found


def main() -> int:
    arguments = parse_arguments()
    if arguments.write:
        shutil.copyfile(chart.ALERTS, chart.CHART / "files" / chart.ALERTS.name)
    try:
        found = check((arguments.kubernetes,) if arguments.kubernetes else chart.VERSIONS)
    except FileNotFoundError as error:
        print(f"helm_check: error: {error}", file=sys.stderr)
        return 3
    for problem in found:
        print(problem)
    print(f"{len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
