#!/usr/bin/python3
"""Knows that the printed JSON Schemas and the program mean the same language.

    schema_test.py BINARY

Run files: each file of schema_corpus/valid and /invalid is judged by `co2est schema run` under
python3-jsonschema and by `co2est check`; both must say what the folder says. invalid-semantic/ holds
what a structure cannot express (names, sums, order): there only the program must refuse.

Estimates: what the program prints for the valid files must match `co2est schema estimate`; each file
of schema_corpus/estimate changes one place of such a document and says whether it is one still.

Exit status: 0 all agree; 1 one does not; 2 usage; 77 (skip) without python3-jsonschema.
"""
import copy
import json
import os
import subprocess
import sys
from pathlib import Path

try:
    from jsonschema import Draft202012Validator
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

CORPUS = Path(__file__).resolve().parent / "schema_corpus"
ACCEPTED, REFUSED = 0, 2


class Check:
    """Counts what agrees and prints what does not."""

    def __init__(self):
        self.passed, self.failed = 0, 0

    def that(self, holds, where, what):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{where}: {what}")


def run(binary, *arguments):
    return subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True, check=False,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})


def load_schema(binary, name, check):
    """The validator of a printed schema, or None if it is no draft 2020-12 schema."""
    printed = run(binary, "schema", name)
    check.that(printed.returncode == 0, f"schema {name}", f"status {printed.returncode}: {printed.stderr}")
    if printed.returncode != 0:
        return None
    schema = json.loads(printed.stdout)
    draft = "https://json-schema.org/draft/2020-12/schema"
    check.that(schema.get("$schema") == draft, f"schema {name}", f"$schema is not {draft}")
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def first_error(validator, document):
    """Where and what the schema objects to, or ''."""
    error = next(validator.iter_errors(document), None)
    return f"{error.json_path}: {error.message[:200]}" if error else ""


def corpus(folder, at_least):
    files = sorted((CORPUS / folder).glob("*.json"))
    if len(files) < at_least:
        sys.exit(f"{CORPUS / folder} holds {len(files)} files, not {at_least}")
    return files


def judge_run_files(binary, check):
    validator = load_schema(binary, "run", check)
    if validator is None:
        return
    for folder, wanted, at_least in (("valid", ACCEPTED, 60), ("invalid", REFUSED, 80)):
        for file in corpus(folder, at_least):
            name = f"{folder}/{file.name}"
            error = first_error(validator, json.loads(file.read_text(encoding="utf-8")))
            verdict = f"the schema refuses it: {error}" if error else "the schema accepts it"
            check.that(bool(error) == (wanted == REFUSED), name, verdict)
            judge_by_program(binary, check, file, name, wanted)
    for file in corpus("invalid-semantic", 20):
        judge_by_program(binary, check, file, f"invalid-semantic/{file.name}", REFUSED)


def judge_by_program(binary, check, file, name, wanted):
    done = run(binary, "check", file)
    said = done.stderr.strip().split("\n")[0]
    check.that(done.returncode == wanted, name, f"co2est check ends with {done.returncode}, not {wanted}: {said}")
    if wanted == REFUSED:
        check.that(file.name in done.stderr, name, f"the message does not name the file: {said}")


def judge_estimates(binary, check):
    validator = load_schema(binary, "estimate", check)
    if validator is None:
        return
    files = corpus("valid", 60)
    many = [file for file in files if file.name.startswith(("duration-", "power-"))]
    for arguments in [[file] for file in files] + [many, ["--total", *many]]:
        done = run(binary, "--format", "json", *arguments)
        name = " ".join(Path(word).name for word in arguments[:2])
        if done.returncode != 0:
            check.that(False, f"estimate of {name}", f"status {done.returncode}: {done.stderr[:200]}")
            continue
        error = first_error(validator, json.loads(done.stdout))
        check.that(not error, f"estimate of {name}", error)
    design = run(binary, "--format", "json", CORPUS / "valid" / "design-example.json")
    if design.returncode == 0:
        judge_changes(validator, json.loads(design.stdout), check)


def judge_changes(validator, document, check):
    for file in corpus("estimate", 20):
        change = json.loads(file.read_text(encoding="utf-8"))
        error = first_error(validator, changed(document, change))
        verdict = f"refused: {error}" if error else "accepted"
        check.that(bool(error) != change["valid"], f"estimate/{file.name}", verdict)


def changed(document, change):
    """A copy of the document with the place at a JSON pointer set or removed."""
    result = copy.deepcopy(document)
    *parents, last = change["at"].split("/")[1:]
    place = result
    for step in parents:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if change.get("remove"):
        del place[last]
    else:
        place[last] = change["set"]
    return result


def main():
    if len(sys.argv) != 2:
        print(__doc__.split("\n\n")[1].strip(), file=sys.stderr)
        return 2
    check = Check()
    judge_run_files(sys.argv[1], check)
    judge_estimates(sys.argv[1], check)
    print(f"{check.passed} agree, {check.failed} do not")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
