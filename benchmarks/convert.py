"""How fast records become N-Quads, next to rdflib making the same graph in the same run.

Each run is a process of its own, measured as a whole: start, reading, mapping, writing. The graphs are compared
before anything is reported.
"""

from __future__ import annotations

import filecmp
import hashlib
import sys
import tempfile
from pathlib import Path

import common

RUNS = 3


def convert(
    source: Path, target: Path, *options: str, seed: str = "0", jobs: int = 1
) -> tuple[float, float, float]:
    command = [sys.executable, "-m", "pqgraph", "-q", "convert", str(source), "-o", str(target), *options]
    command += ["--jobs", str(jobs)]
    wall, cpu, memory, _ = common.run(command, env={"PYTHONHASHSEED": seed})
    return wall, cpu, memory


COMPARE = """
import sys, pyoxigraph as ox
def lines(path):
    return {str(q.triple) for q in ox.parse(path=path, format=ox.RdfFormat.N_QUADS, lenient=True)}
*ours, peers = map(lines, sys.argv[1:])
for graph in ours:
    assert peers <= graph, sorted(peers - graph)[:3]
print(*map(len, ours), len(peers))
"""


def counted(*paths: Path) -> list[int]:
    """Distinct statements of each document; all have what the last one, the peer's, says."""
    out = common.run([sys.executable, "-c", COMPARE, *map(str, paths)], codes=(0,))[3]
    return [int(count) for count in out.split()]


def middle(runs: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    return sorted(runs)[RUNS // 2]


def main() -> None:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in ("commons-full.jsonl.gz", "commons-list.jsonl.gz"):
            source = common.real_file("api", name)
            if source is None:
                sys.stdout.write("real records are not here: nothing to measure\n")
                return
            target, shared_target, plain_target = (work / f"{kind}.nq" for kind in ("out", "shared", "plain"))
            alone, shared, plain = [], [], []
            digests = set()
            # By turns, since the speed of a machine changes while it is measured.
            for turn in range(RUNS):
                alone.append(convert(source, target, seed=str(turn)))
                shared.append(convert(source, shared_target, jobs=2))
                plain.append(convert(source, plain_target, "--no-topics"))
                with target.open("rb") as stream:
                    digests.add(hashlib.file_digest(stream, "sha256").hexdigest())
                same = filecmp.cmp(shared_target, target, shallow=False)
                assert same, "two processes write another document"
            assert len(digests) == 1, "the output depends on the run or the hash seed"
            peer_target = work / "peer.nt"
            peer_command = [sys.executable, "benchmarks/peer_rdflib.py", str(source), str(peer_target)]
            peer = common.run(peer_command)
            triples, plain_triples, peer_triples = counted(target, plain_target, peer_target)
            count = sum(1 for line in target.open("rb") if b"#WrittenParliamentaryQuestion>" in line)
            rate = peer_triples / peer[1]
            for label, (w, c, m), made in (
                ("pqgraph", middle(alone), triples),
                ("pqgraph, 2 processes", middle(shared), triples),
                ("pqgraph, without topics", middle(plain), plain_triples),
                ("rdflib, without topics, register and life cycle", peer[:3], peer_triples),
            ):
                rows.append(
                    [name, label, f"{count:,}", f"{made:,}", f"{w:.2f}", f"{c:.2f}", f"{count / c:,.0f}",
                     f"{m:.0f}", f"{made / c / rate:.1f}"]
                )  # fmt: skip
    sys.stdout.write(f"Conversion to N-Quads, whole processes; {common.machine()}\n\n")
    common.table(
        [
            "file",
            "by",
            "records",
            "triples",
            "wall s",
            "CPU s",
            "records/CPU s",
            "peak MB",
            "triples/s to rdflib's",
        ],
        rows,
    )


if __name__ == "__main__":
    main()
