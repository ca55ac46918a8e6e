"""Special educational needs against questions that were read and labelled by hand (docs/topics.md)."""

import csv
import gzip
from collections import Counter, defaultdict

import orjson
import pytest

from pqgraph.topics import default_tagger, with_broader

SEND = "special-educational-needs-and-disabilities"


def rows(root, name):
    with (root / "tests" / "cases" / "topics" / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.fixture(scope="module")
def texts(shared_data, root):
    wanted = {int(row["identifier"]) for name in SAMPLES for row in rows(root, name)}
    found = {}
    with gzip.open(shared_data / "api" / "commons-list.jsonl.gz", "rb") as lines:
        for line in lines:
            value = orjson.loads(line)["value"]
            if value["id"] in wanted:
                found[value["id"]] = (value["heading"], value["questionText"])
    with gzip.open(shared_data / "api" / "commons-longform.jsonl.gz", "rb") as lines:
        for line in lines:
            record = orjson.loads(line)
            if record["id"] in found and record["question_text"]:
                found[record["id"]] = (found[record["id"]][0], record["question_text"])
    assert set(found) == wanted
    return found


# Questions tagged and about it, tagged only, about it only, neither.
SAMPLES = {
    "send-sample.tsv": (83, 1, 2, 114),
    "send-second-sample.tsv": (89, 3, 24, 234),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_is_whole(root, name):
    found = rows(root, name)
    assert len({row["identifier"] for row in found}) == len(found) == sum(SAMPLES[name])
    assert {row["about_send"] for row in found} == {"yes", "no"}
    sizes = {(row["stratum"], int(row["stratum_size"])) for row in found}
    assert len(sizes) == len({stratum for stratum, _ in sizes})
    drawn = Counter(row["stratum"] for row in found)
    assert all(drawn[stratum] <= size for stratum, size in sizes)


def test_samples_have_no_question_in_common(root):
    one, two = ({row["identifier"] for row in rows(root, name)} for name in SAMPLES)
    assert one.isdisjoint(two)
    assert len(one) == 200


@pytest.mark.parametrize("name", SAMPLES)
def test_precision_and_recall(root, texts, name):
    found = rows(root, name)
    drawn = Counter(row["stratum"] for row in found)
    tag = default_tagger().tag
    count = Counter()
    weight = defaultdict(float)
    for row in found:
        heading, text = texts[int(row["identifier"])]
        cell = (SEND in with_broader(tag(heading, text)), row["about_send"] == "yes")
        count[cell] += 1
        weight[cell] += int(row["stratum_size"]) / drawn[row["stratum"]]
    assert (count[True, True], count[True, False], count[False, True], count[False, False]) == SAMPLES[name]
    assert weight[True, True] / (weight[True, True] + weight[True, False]) >= 0.97
    assert weight[True, True] / (weight[True, True] + weight[False, True]) >= 0.90
