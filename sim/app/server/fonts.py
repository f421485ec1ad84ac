"""The Chinese font of the set-up, for visitors whose machine has none: the browser asks for it only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.layout.figures import font_brought

if TYPE_CHECKING:
    from starlette.applications import Starlette

PATH = "/static/ruralparty/chinese.otf"
FAMILY = "ruralparty Chinese"
"""Its name in style sheets, where it stands behind all others: a glyph is looked for there last."""
FACE = f"""@font-face {{ font-family: "{FAMILY}"; src: url("{PATH}") format("opentype"); font-display: swap;
    unicode-range: U+2E80-FFEF; }}
.v-application {{ font-family: Roboto, sans-serif, "{FAMILY}" !important; }}"""
WEEK = 7 * 24 * 60 * 60


def serve_font(app: Starlette) -> str:
    """Have a server offer the font, and return the rule of style that names it; empty where the set-up brought none."""
    from starlette.responses import FileResponse
    from starlette.routing import Route

    file = font_brought()
    if file is None:
        return ""

    async def font(_: object) -> FileResponse:
        return FileResponse(file, media_type="font/otf", headers={"cache-control": f"max-age={WEEK}"})

    if not any(getattr(route, "path", "") == PATH for route in app.router.routes):
        app.router.routes.insert(0, Route(PATH, font))  # before the folder that Solara serves below the same name
    return FACE
