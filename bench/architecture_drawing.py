"""Write docs/architecture.svg: the rooms by floor, and the way of a document through them.

``python -m bench.architecture_drawing``; a test holds it to the rooms. Colours follow the light or dark setting.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

DRAWING = Path(__file__).parents[1] / "docs/architecture.svg"
FLOORS = (  # from the top; each room with what it does
    (("cli", "the commands"), ("pytest_plugin", "tables as tests"), ("doctor", "what is wrong here")),
    (("app", "review pages (streamlit)"),),
    (("desk", "store and checker together"), ("replay", "verdicts on new tables"), ("notebook", "shown in notebooks")),
    (("store", "append-only verdicts (sqlalchemy)"), ("export", "CSV, ClaimReview, report"),
     ("batch", "a corpus (dask)"), ("intake", "publishers' files")),
    (("check", "the figure against the rows"), ("refcheck", "are the tables sound?")),
    (("extract", "a document's claims"), ("link", "claim to indicator (rapidfuzz)"),
     ("starter", "tables of one's own")),
    (("read", "files to text"), ("grammar", "text to figures, times, claims"),
     ("reference", "tables to series (pandas)")),
    (("lexicon", "words as tables"), ("units", "units (pint)"), ("interval", "exact arithmetic"),
     ("rates", "dated money")),
    (("model", "frozen records"), ("errors", "what can go wrong")),
)  # fmt: skip
WIDTH, HIGH, GAP, LEFT = 920, 46, 14, 10
STYLE = """
svg { font-family: system-ui, sans-serif; }
.room { fill: #eef1fb; stroke: #5a6acf; } .name { font-weight: 600; font-size: 14px; }
text { fill: #1d2333; } .does { font-size: 11.5px; } .way { stroke: #b3541e; stroke-width: 2; fill: none; }
@media (prefers-color-scheme: dark) {
  .room { fill: #232a45; stroke: #8f9cf0; } text { fill: #e8eaf6; } .way { stroke: #f0a06a; }
}
"""
WAY = ("read", "grammar", "extract", "link", "check", "store", "export")


def drawing() -> str:
    """Return the drawing as SVG."""
    boxes = _boxes()
    height = LEFT * 2 + len(FLOORS) * (HIGH + GAP) + 24
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="title">',
        '<title id="title">Rooms of the workbench by floor; the line is the way of a document</title>',
        f"<style>{STYLE}</style>",
    ]
    points = [(x + wide - 16, y + HIGH / 2) for x, y, wide in (boxes[name] for name in WAY)]
    for floor in FLOORS:
        for name, does in floor:
            x, y, wide = boxes[name]
            parts.append(f'<rect class="room" x="{x:.0f}" y="{y}" width="{wide:.0f}" height="{HIGH}" rx="6"/>')
            parts.append(f'<text class="name" x="{x + 10:.0f}" y="{y + 19}">{name}</text>')
            parts.append(f'<text class="does" x="{x + 10:.0f}" y="{y + 36}">{escape(does)}</text>')
    parts.append('<path class="way" d="M' + " L".join(f"{x:.0f} {y:.0f}" for x, y in points) + '"/>')
    parts += [f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" class="way"/>' for x, y in points]
    parts.append(f'<text class="does" x="{LEFT}" y="{height - 12}">A room imports only from floors below its own. '
                 f"The line: {', '.join(WAY)}.</text>")  # fmt: skip
    return "\n".join([*parts, "</svg>\n"])


def _boxes() -> dict[str, tuple[float, int, float]]:
    """Return where each room stands: left, top, width."""
    found = {}
    for level, floor in enumerate(FLOORS):
        wide = (WIDTH - 2 * LEFT - GAP * (len(floor) - 1)) / len(floor)
        for place, (name, _) in enumerate(floor):
            found[name] = (LEFT + place * (wide + GAP), LEFT + level * (HIGH + GAP), wide)
    return found


if __name__ == "__main__":
    DRAWING.write_text(drawing(), encoding="utf8")
