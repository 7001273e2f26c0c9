"""A small validator of JSON Schema, enough for the schemas that we publish: what it does not know, it refuses."""

import re

_TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
    "null": lambda v: v is None,
}
_ANNOTATIONS = {"$schema", "title", "description", "examples", "default", "x-minutier", "then", "else"}


def is_valid(schema, valeur) -> bool:
    """Tell whether a value satisfies a schema (2020-12, the keywords below)."""
    return all(_check(cle, regle, schema, valeur) for cle, regle in schema.items())


def _check(cle, regle, schema, v):  # noqa: C901, PLR0912 -- one line per keyword
    match cle:
        case "type":
            return _TYPES[regle](v)
        case "enum":
            return any(v == e and isinstance(v, bool) == isinstance(e, bool) for e in regle)
        case "const":
            return v == regle
        case "anyOf":
            return any(is_valid(s, v) for s in regle)
        case "allOf":
            return all(is_valid(s, v) for s in regle)
        case "if":
            return is_valid(schema.get("then" if is_valid(regle, v) else "else", {}), v)
        case "properties":
            return not isinstance(v, dict) or all(is_valid(s, v[nom]) for nom, s in regle.items() if nom in v)
        case "required":
            return not isinstance(v, dict) or all(nom in v for nom in regle)
        case "additionalProperties":
            autres = (
                [x for nom, x in v.items() if nom not in schema.get("properties", {})] if isinstance(v, dict) else []
            )
            return not autres if regle is False else all(is_valid(regle, x) for x in autres)
        case "items":
            return not isinstance(v, list) or all(is_valid(regle, x) for x in v)
        case "minItems":
            return not isinstance(v, list) or len(v) >= regle
        case "maxItems":
            return not isinstance(v, list) or len(v) <= regle
        case "maxLength":
            return not isinstance(v, str) or len(v) <= regle
        case "pattern":
            return not isinstance(v, str) or bool(re.search(regle, v))
        case "minimum":
            return not _TYPES["number"](v) or v >= regle
        case "maximum":
            return not _TYPES["number"](v) or v <= regle
        case _ if cle in _ANNOTATIONS:
            return True
    raise AssertionError(f"unknown keyword: {cle}")
