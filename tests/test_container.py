"""The image and its composition: pinned, run by nobody of rank, watched, without a secret in them."""

from __future__ import annotations

import re
from pathlib import Path

import typer
import yaml

from workbench.commands import app

ROOT = Path(__file__).parents[1]
IMAGE = (ROOT / "Dockerfile").read_text(encoding="utf8")
SERVICES = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf8"))["services"]


def test_the_image_is_pinned_and_unprivileged() -> None:
    """Each stage starts from a version, the server is no root, and the image tells how it fares."""
    stages = re.findall(r"^FROM (\S+)", IMAGE, re.MULTILINE)
    assert [] == [stage for stage in stages if not re.fullmatch(r"[a-z]+:\d[\w.-]*", stage)]
    last = IMAGE.rpartition("FROM ")[2]
    assert re.search(r"^USER (?!root)\w+$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last
    assert "ADD " not in IMAGE


def test_the_composition_keeps_its_secrets_outside() -> None:
    """Passwords come from the environment, sign-in from a file; every service is watched and comes back."""
    for service in SERVICES.values():
        values = [str(value) for value in service.get("environment", {}).values()]
        assert [] == [value for value in values if re.search(r":(?!\$)\w+@", value)]
        assert "unless-stopped" == service["restart"]
    assert "${DATABASE_PASSWORD:?}" == SERVICES["database"]["environment"]["POSTGRES_PASSWORD"]
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["reviews"]["ports"])
    assert re.fullmatch(r"postgres:\d+-alpine", SERVICES["database"]["image"])


def test_what_is_started_is_a_command_with_its_options() -> None:
    """The server of the composition is started by options that the command has."""
    serve = typer.main.get_command(app).commands["serve"]  # type: ignore[attr-defined]
    known = {option for parameter in serve.params for option in parameter.opts}
    told = [word for word in SERVICES["reviews"]["command"] if word.startswith("--")]
    assert set() == set(told) - known
