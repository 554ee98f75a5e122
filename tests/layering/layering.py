#!/usr/bin/env python3
"""Reads every include, and every CMake link, and fails on an arrow that the house doesn't have.

    client -> proto <- server -> engine            (and client/local_server.* -> server, client -> engine/register/file_names.h)
    in the engine: study -> match -> register, match -> flow, sample -> register
    tests and benchmarks -> anything; nothing -> tests

usage: layering.py ROOT [--links FILE]
FILE has a line "FOLDER TARGET: LIB LIB ..." for each target, as CMake writes it.
"""
import argparse
import pathlib
import re
import sys

ENGINE = ("engine/heap", "engine/flow", "engine/register", "engine/match", "engine/study", "engine/sample")
# Whom each room may reach, itself apart.
ARROWS = {
    "engine/heap": (),
    "engine/flow": (),
    "engine/register": (),
    "engine/match": ("engine/register", "engine/flow"),
    "engine/study": ("engine/match", "engine/register", "engine/flow"),
    "engine/sample": ("engine/register",),
    "proto": (),
    "server": ("proto", *ENGINE),
    "client": ("proto",),
}
# The one file that starts a server in the client's process.
LOCAL_SERVER = re.compile(r"client/local_server\.(h|cc)")
# What the files of a dataset are called: both ends of the wire read it, and the engine can't reach the wire's room.
FILE_NAMES = "engine/register/file_names.h"
# Where the client may see the parser of command lines, which costs each file that does ten seconds to compile.
SYNTAX = re.compile(r"client/syntax/\w+\.cc")

# Whom the rooms within engine/match may reach, what lies between them (the matching, the figures, the words) apart;
# `question/` sees the rule of one lane, which contracts and reasons ask, and which questions go beyond the network,
# whose sums must fit.
MATCH_ARROWS = {
    "question": (),
    "lanes": ("question",),
    "exact": ("question", "lanes"),
    "strict": ("question", "lanes", "exact"),
    "beyond": ("question", "lanes", "exact", "strict", "report"),
    "report": ("question", "lanes"),
    "files": ("question", "lanes"),
}
MATCH_EXCEPTIONS = {("question", "lanes/lane.h"), ("question", "beyond/beyond.h")}
# What is made of a matching: rooms before it don't see that.
MATCH_AFTER = re.compile(r"(plan|verify|certify|feasible|proof|memory|around_stores)\.h")
MATCH_BEFORE = ("question", "lanes", "exact", "strict", "beyond")

# The checker of a plan shares no code with whoever makes one. What it may see of engine/match are shapes and words:
RECHECK = re.compile(r"engine/match/(recheck/.*|verify\.(h|cc))")
RECHECK_MAY_SEE = re.compile(r"engine/match/(" + "|".join((
    r"recheck/\w+\.h|verify\.h",
    r"matching\.h|plan\.h|dual_parts\.h|spread_tally\.h",  # what a plan consists of, and how progress is told
    r"question/(instance|contract_clash)\.h",  # what was asked, and the sentences about promises that clash
    r"question/total_range\.h",  # the bound within which sums stay in 64 bits
    r"plain_numbers\.h|figures_in_words\.h|files/plan_figures\.h",  # how figures are written
    # Rows of the report, with their sentences: the checker fills in its own figures, and holds the words against them.
    r"report/(rule_report|limits_report|shortage|sharing|steady|cheapest_food)\.h",
)) + ")")

# What the engine does without: the wire, databases, the command line, printing.
ENGINE_WITHOUT_HEADERS = re.compile(
    r"grpc|google/|.*\.pb\.h|sqlite3|libpq|pqxx|spdlog|fmt/|CLI/|prometheus|iostream$|print$")
ENGINE_WITHOUT_WORDS = re.compile(r"\b(std::cout|std::cerr|std::clog|f?printf|puts|std::abort|std::exit|exit)\b\s*[(<]?")
ENGINE_WITHOUT_LIBRARIES = re.compile(r"grpc|protobuf|pasok_proto|sqlite|libpq|pqxx|spdlog|fmt|cli11|prometheus", re.I)

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')


def room_of(path):
    """The room of a path within the tree, or None outside the rooms. Generated headers of the wire belong to proto."""
    if path.startswith(("pasok/v1/", "google/rpc/")):
        return "proto"
    return next((room for room in ARROWS if path.startswith(room + "/")), None)


def may_reach(room, target):
    return room == target or target in ARROWS[room]


def match_fault(name, header):
    """What is wrong with an include within engine/match, or None."""
    match = "engine/match/"
    if RECHECK.fullmatch(name) and not RECHECK_MAY_SEE.fullmatch(header):
        return "the checker shares nothing with whoever makes plans"
    room, target = (path[len(match):].split("/")[0] for path in (name, header))
    if room not in MATCH_ARROWS or room == target:
        return None
    if target in (*MATCH_ARROWS, "recheck"):
        allowed = target in MATCH_ARROWS[room] or (room, header[len(match):]) in MATCH_EXCEPTIONS
        return None if allowed else f"{room} -> {target} is no arrow within engine/match"
    return "it comes after the matching" if room in MATCH_BEFORE and MATCH_AFTER.fullmatch(target) else None


def include_faults(root):
    files = 0
    for path in sorted(p for top in ("engine", "proto", "server", "client") for p in (root / top).rglob("*")
                       if p.suffix in (".h", ".cc")):
        name = path.relative_to(root).as_posix()
        room = room_of(name)
        if room is None:
            yield f"{name}: stands in no room of the house"
            continue
        files += 1
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            place = f"{name}:{number}"
            in_engine = room in ENGINE
            include = INCLUDE.match(line)
            if include:
                quoted, header = include.groups()
                target = room_of(header)
                local = LOCAL_SERVER.fullmatch(name) and target == "server"
                names = room == "client" and header == FILE_NAMES
                if target is not None and not may_reach(room, target) and not local and not names:
                    yield f"{place}: {room} -> {target} ({header}) is no arrow of the house"
                if room == target == "engine/match" and (fault := match_fault(name, header)):
                    yield f"{place}: {fault} ({header})"
                if header.startswith(("tests/", "benchmarks/")):
                    yield f"{place}: {room} includes {header}, which is not part of the product"
                if in_engine and ENGINE_WITHOUT_HEADERS.match(header):
                    yield f"{place}: the engine does without <{header}>"
                if room == "client" and header.startswith("CLI/") and not SYNTAX.fullmatch(name):
                    yield f"{place}: only client/syntax sees <{header}>"
                if quoted == '"' and target is None and not header.startswith(("tests/", "benchmarks/")):
                    yield f"{place}: {header} is not named from the top of the tree"
            elif in_engine and not line.lstrip().startswith("//") and ENGINE_WITHOUT_WORDS.search(line):
                yield f"{place}: the engine neither prints nor ends the process: {line.strip()}"
    if files == 0:
        yield f"{root}: no sources found"


def link_faults(lines):
    """CMake's links draw the same picture as the includes."""
    rooms, links = {}, {}
    for line in lines:
        target, _, libraries = line.partition(":")
        folder, name = target.split()
        room = room_of(folder + "/")
        if room is not None:
            rooms[name] = room
            links[name] = [library for library in libraries.replace("::", "@").split() if library]
    if not links:
        yield "no target is listed"
    for name, libraries in sorted(links.items()):
        room = rooms[name]
        for library in sorted(set(libraries)):
            target = rooms.get(library)
            local = room == "client" and target == "server"
            if target is not None and not may_reach(room, target) and not local:
                yield f"target {name}: {room} -> {target} ({library}) is no arrow of the house"
            if room in ENGINE and ENGINE_WITHOUT_LIBRARIES.search(library):
                yield f"target {name}: the engine does without {library.replace('@', '::')}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("--links", type=pathlib.Path)
    arguments = parser.parse_args()
    faults = list(include_faults(arguments.root))
    if arguments.links:
        faults += link_faults(arguments.links.read_text(encoding="utf-8").splitlines())
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
