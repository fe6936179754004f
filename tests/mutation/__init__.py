"""Mutation testing: small changes to the rules that matter most, each of which a test must notice.

`python -m tests.mutation [MODULE…]` changes one place of a module at a time (a mutant), in a copy of the
program of its own, and runs the tests of `modules.py` on it, the quick and specific ones first. A mutant
that makes a test fail, or that does not come to an end, is killed. One that no test notices has survived:
either a test is lacking, or the change changes nothing, which `docs/mutants.md` then explains in a line.
The run fails when a survivor is not explained there.

What is changed: comparisons, `and` and `or` and their conditions, arithmetic, whole numbers by one, truth
values, text (made empty, or no longer empty), `not`, `-` and `~`, conditions turned round, what is
returned, swapped arguments, `min` and `max` and their like, slices, filters of comprehensions; statements
taken out: calls, raised errors, changes in place. The conditions and methods of SQL are Python and change
alike.

What is left as it is, since no rule is in it: annotations, docstrings, decorators, `__all__`, imports, and
the text of errors (whole sentences are the business of other tests).

`--sample N` tries N mutants of each module, chosen by `--seed`; `--minutes M` stops in time; both say which
share was tried. `--list` tries nothing and names the mutants. pytest collects nothing here.
"""
