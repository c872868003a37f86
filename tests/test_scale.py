"""The page on scale and what it deploys: figures that were measured, a cluster set as the command sets its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from workbench import __version__
from workbench.batch.engine import CALM

ROOT = Path(__file__).parents[1]


def flat(values: dict[str, Any], head: str = "") -> dict[str, Any]:
    """Settings with dotted names."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        found |= flat(value, f"{head}{name}.") if isinstance(value, dict) else {f"{head}{name}": value}
    return found


def test_workers_started_by_hand_are_set_as_those_of_the_command() -> None:
    """deploy/dask.yaml holds what `--workers` sets, no more and no less."""
    assert CALM == flat(yaml.safe_load((ROOT / "deploy" / "dask.yaml").read_text(encoding="utf8")))


def test_the_manifest_fits_together() -> None:
    """The job finds the scheduler by the cluster's name, and all run the image of this version."""
    text = (ROOT / "deploy" / "kubernetes.yaml").read_text(encoding="utf8")
    cluster, job = yaml.safe_load_all(text)
    assert ("DaskCluster", "Job") == (cluster["kind"], job["kind"])
    name, spec = cluster["metadata"]["name"], cluster["spec"]
    batch = job["spec"]["template"]["spec"]["containers"][0]
    assert f"tcp://{name}-scheduler:8786" in batch["args"]
    assert name == spec["scheduler"]["service"]["selector"]["dask.org/cluster-name"]
    assert {f"registry.example/claim-workbench:{__version__}"} == set(re.findall(r"image: (\S+)", text))
