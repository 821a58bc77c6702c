"""TEMPORARY: lets the addresses load until the real pages land. Must be overwritten."""
from django.http import Http404

def _missing(request, **kwargs):
    raise Http404

def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return _missing
