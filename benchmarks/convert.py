"""How fast records become N-Quads, next to rdflib making the same graph in the same run.

Each run is a process of its own, measured as a whole: start, reading, mapping, writing. The graphs are compared
before anything is reported.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from pathlib import Path

import common
import pyoxigraph as ox

RUNS = 3


def convert(source: Path, target: Path, *options: str, seed: str = "0") -> tuple[float, float, float]:
    command = [sys.executable, "-m", "pqgraph", "-q", "convert", str(source), "-o", str(target), *options]
    wall, cpu, memory, _ = common.run(command, env={"PYTHONHASHSEED": seed})
    return wall, cpu, memory


def sorted_digest(path: Path) -> str:
    """SHA-256 of the distinct statements in one spelling, the provenance graph left out."""
    lines = {
        f"{quad.triple} .\n"
        for quad in ox.parse(path=path, format=ox.RdfFormat.N_QUADS, lenient=True)
        if quad.graph_name == ox.DefaultGraph()
    }
    digest = hashlib.sha256()
    for line in sorted(lines):
        digest.update(line.encode())
    return digest.hexdigest()


def main() -> None:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in ("commons-full.jsonl.gz", "commons-list.jsonl.gz"):
            source = common.real_file("api", name)
            if source is None:
                sys.stdout.write("real records are not here: nothing to measure\n")
                return
            target = work / "out.nq"
            measured = []
            digests = set()
            for turn in range(RUNS):
                measured.append(convert(source, target, seed=str(turn)))
                digests.add(hashlib.sha256(target.read_bytes()).hexdigest())
            assert len(digests) == 1, "the output depends on the run or the hash seed"
            plain = convert(source, target, "--no-topics")
            peer_target = work / "peer.nt"
            peer_command = [sys.executable, "benchmarks/peer_rdflib.py", str(source), str(peer_target)]
            peer = common.run(peer_command)
            assert sorted_digest(target) == sorted_digest(peer_target), "the graphs differ"
            count = sum(1 for line in target.open("rb") if b"#WrittenParliamentaryQuestion>" in line)
            wall, cpu, memory = sorted(measured)[RUNS // 2]
            for label, (w, c, m) in (
                ("pqgraph", (wall, cpu, memory)),
                ("pqgraph, without topics", plain),
                ("rdflib, without topics", peer[:3]),
            ):
                rows.append(
                    [name, label, f"{count:,}", f"{w:.2f}", f"{c:.2f}", f"{count / c:,.0f}", f"{m:.0f}",
                     f"{peer[1] / c:.1f}"]
                )  # fmt: skip
    sys.stdout.write(f"Conversion to N-Quads, whole processes; {common.machine()}\n\n")
    common.table(
        ["file", "by", "records", "wall s", "CPU s", "records/CPU s", "peak MB", "times rdflib"], rows
    )


if __name__ == "__main__":
    main()
