"""Files to take away: of the type that their ending says, under a name that every browser keeps, Chinese characters too."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(content: bytes, name: str, *, is_shown: bool = False) -> HttpResponse:
    """Return the content as a file of the name; one that is shown opens in the browser and keeps its name when it is saved."""
    response = HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]])
    manner = "inline" if is_shown else "attachment"
    response.headers["Content-Disposition"] = f"{manner}; filename*=UTF-8''{quote(name, safe='')}"
    return response
