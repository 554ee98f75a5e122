#!/usr/bin/env python3
"""Puts what a benchmark printed into a document, between <!-- NAME --> and <!-- end of NAME -->.

usage: write_tables.py DOCUMENT NAME < OUTPUT
"""
import pathlib
import sys


def main():
    document, name = pathlib.Path(sys.argv[1]), sys.argv[2]
    text = document.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    if text.count(begin) != 1 or text.count(end) != 1 or text.index(begin) > text.index(end):
        sys.exit(f"{document} has no place for {name}: one line {begin.strip()}, and after it one {end}")
    before, rest = text.split(begin)
    after = rest.split(end)[1]
    document.write_text(f"{before}{begin}\n{sys.stdin.read().strip()}\n\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip())
    main()
