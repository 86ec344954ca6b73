"""What templates of public pages find in their context besides what their view gives them."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.frame import frame_of


def chrome(request: HttpRequest) -> dict[str, object]:
    """Offer `chrome` to templates; nothing is put together until one of them asks."""
    return {"chrome": SimpleLazyObject(lambda: frame_of(request).chrome)}
