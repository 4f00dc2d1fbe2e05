"""Series as people have them: ties, gaps of scale, steps, seasons, very few points."""
import math
import pathlib
import random
import subprocess

import json


def constant(source, n):
    return [42.5] * n


def noise(source, n):
    return [source.gauss(50, 5) for _ in range(n)]


def ties(source, n):
    return [float(source.randint(0, 4)) for _ in range(n)]


def walk(source, n):
    values, at = [], 0.0
    for _ in range(n):
        at += source.gauss(0, 1)
        values.append(at)
    return values


def step(source, n):
    return [source.gauss(80 if i < n // 2 else 60, 3) for i in range(n)]


def season(source, n):
    return [10 * math.sin(i * math.pi / 6) + 0.2 * i + source.gauss(0, 1) for i in range(n)]


def huge(source, n):
    return [source.gauss(1e9, 1e7) for _ in range(n)]


def tiny(source, n):
    return [source.gauss(1e-9, 1e-10) for _ in range(n)]


def shares(source, n):
    return [round(100 * source.randint(60, 100) / 100, 1) for _ in range(n)]


KINDS = (noise, ties, walk, step, season, huge, tiny, shares, constant)
SIZES = (1, 2, 3, 4, 5, 8, 10, 12, 24, 36, 60, 120, 240)


def write(path: pathlib.Path, values, counts=None) -> pathlib.Path:
    rows = ["period_start,value" + (",n" if counts else "")]
    for i, value in enumerate(values):
        count = f",{counts[i]}" if counts else ""
        rows.append(f"{1900 + i // 12}-{i % 12 + 1:02d}-01,{value!r}{count}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def of_round(source: random.Random, number: int) -> list[float]:
    kind = KINDS[number % len(KINDS)]
    return kind(source, SIZES[number // len(KINDS) % len(SIZES)])


def analyzed(csictl: pathlib.Path, *words) -> dict:
    done = subprocess.run([str(csictl), "analyze", *map(str, words), "--output", "json"],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"csictl analyze {' '.join(map(str, words))}: {done.stderr}")
    return json.loads(done.stdout)
