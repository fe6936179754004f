"""Hypothesis looks at more examples in the long form; `.ci/proof` asks for it."""

import os

from hypothesis import settings

LONG_EXAMPLES = 1_000

settings.register_profile("long", max_examples=LONG_EXAMPLES, deadline=None)
if os.environ.get("ARCOLLECT_LONG") == "1":
    settings.load_profile("long")
