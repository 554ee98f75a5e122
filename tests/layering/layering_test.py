#!/usr/bin/env python3
"""Whether layering.py sees a wrong arrow when there is one: each case plants one in a small tree of its own."""
import pathlib
import tempfile
import unittest

import layering

SOUND = {
    "engine/flow/problem.h": "#include <vector>\n",
    "engine/register/dataset.h": '#include "engine/register/units.h"\n',
    "engine/match/plan.cc": '#include "engine/flow/problem.h"\n#include "engine/register/dataset.h"\n',
    "engine/study/compare.cc": '#include "engine/match/plan.h"\n',
    "engine/sample/sample.cc": '#include "engine/register/dataset.h"\n',
    "server/convert.cc": '#include "pasok/v1/plan.pb.h"\n#include "engine/match/plan.h"\n#include "server/convert.h"\n',
    "client/run.cc": '#include "pasok/v1/plan.grpc.pb.h"\n#include "client/run.h"\n#include <iostream>\n',
    "client/local_server.cc": '#include "server/server.h"\n',
    "client/files.cc": '#include "engine/register/file_names.h"\n',
}


def faults_with(path, content):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in {**SOUND, path: content}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        return list(layering.include_faults(root))


class Includes(unittest.TestCase):
    def test_a_sound_tree_has_no_fault(self):
        self.assertEqual(faults_with("engine/flow/problem.h", "#include <vector>\n"), [])

    def test_every_wrong_arrow_is_found(self):
        for path, header in (
                ("engine/flow/problem.cc", "engine/register/dataset.h"),
                ("engine/register/read.cc", "engine/match/plan.h"),
                ("engine/match/match.cc", "engine/study/compare.h"),
                ("engine/match/match.cc", "engine/sample/sample.h"),
                ("engine/sample/more.cc", "engine/match/plan.h"),
                ("engine/match/match.cc", "server/server.h"),
                ("engine/match/match.cc", "pasok/v1/plan.pb.h"),
                ("server/server.cc", "client/run.h"),
                ("client/table.cc", "engine/match/plan.h"),
                ("client/files.cc", "engine/register/read.h"),
                ("engine/match/match.cc", "client/files.h"),
                ("client/table.cc", "server/server.h"),
                ("client/local_server.cc", "engine/match/plan.h"),
                ("server/server.cc", "tests/server/fake.h"),
        ):
            with self.subTest(path=path, header=header):
                faults = faults_with(path, f'#include "{header}"\n')
                self.assertTrue(any(fault.startswith(f"{path}:1:") for fault in faults), faults)

    def test_every_wrong_arrow_within_match_is_found(self):
        for path, header in (
                ("engine/match/question/menu.h", "engine/match/lanes/lane_kernel.h"),
                ("engine/match/lanes/lane.h", "engine/match/exact/exact.h"),
                ("engine/match/exact/exact.cc", "engine/match/report/rule_report.h"),
                ("engine/match/exact/exact.cc", "engine/match/strict/strict.h"),
                ("engine/match/strict/strict.cc", "engine/match/beyond/beyond.h"),
                ("engine/match/report/totals.cc", "engine/match/files/fit.h"),
                ("engine/match/files/fit.cc", "engine/match/recheck/roads.h"),
                ("engine/match/exact/exact.cc", "engine/match/plan.h"),
                ("engine/match/recheck/roads.cc", "engine/match/lanes/lane.h"),
                ("engine/match/recheck/bound.cc", "engine/match/proof.h"),
                ("engine/match/recheck/rules.cc", "engine/match/question/delivery.h"),
                ("engine/match/verify.cc", "engine/match/feasible.h"),
        ):
            with self.subTest(path=path, header=header):
                faults = faults_with(path, f'#include "{header}"\n')
                self.assertTrue(any(fault.startswith(f"{path}:1:") for fault in faults), faults)
        for path, header in (
                ("engine/match/question/contracts.h", "engine/match/lanes/lane.h"),
                ("engine/match/report/totals.cc", "engine/match/plan.h"),
                ("engine/match/recheck/rules.h", "engine/match/question/instance.h"),
                ("engine/match/plan.cc", "engine/match/beyond/beyond.h"),
        ):
            with self.subTest(path=path, header=header):
                self.assertEqual(faults_with(path, f'#include "{header}"\n'), [])

    def test_the_engine_has_no_wire_no_database_and_no_printing(self):
        for line in ("#include <grpcpp/grpcpp.h>", "#include <google/protobuf/message.h>", "#include <sqlite3.h>",
                     "#include <iostream>", "#include <spdlog/spdlog.h>", '  std::cerr << "oops";', '  printf("oops");',
                     "  std::abort();"):
            with self.subTest(line=line):
                self.assertEqual(len(faults_with("engine/match/bad.cc", line + "\n")), 1)

    def test_words_in_comments_and_longer_names_are_no_fault(self):
        self.assertEqual(faults_with("engine/match/good.cc", "// never calls abort() or printf()\nint snprintf_size(int);\n"), [])

    def test_parser_of_command_lines(self):
        self.assertEqual(len(faults_with("client/commands/plan.cc", "#include <CLI/CLI.hpp>\n")), 1)
        self.assertEqual(faults_with("client/syntax/parse.cc", "#include <CLI/CLI.hpp>\n"), [])

    def test_a_header_beside_the_house_is_found(self):
        self.assertEqual(len(faults_with("engine/utils/strings.h", "")), 1)
        self.assertEqual(len(faults_with("server/server.cc", '#include "store.h"\n')), 1)


class Links(unittest.TestCase):
    SOUND = ["engine/flow pasok_flow: Boost::headers pasok_flags", "engine/register pasok_register: yaml-cpp",
             "engine/match pasok_match: pasok_register pasok_flow", "proto pasok_proto: protobuf::libprotobuf gRPC::grpc++",
             "server pasok_server: pasok_proto pasok_match SQLite::SQLite3", "client pasok_client: pasok_proto pasok_server"]

    def test_sound_links_have_no_fault(self):
        self.assertEqual(list(layering.link_faults(self.SOUND)), [])

    def test_wrong_links_are_found(self):
        for line in ("engine/flow pasok_more: pasok_register", "engine/match pasok_more: gRPC::grpc++",
                     "engine/register pasok_more: protobuf::libprotobuf", "engine/match pasok_more: pasok_proto",
                     "client pasok_more: pasok_match", "server pasok_more: pasok_client"):
            with self.subTest(line=line):
                self.assertTrue(list(layering.link_faults(self.SOUND + [line])))

    def test_an_empty_list_is_a_fault(self):
        self.assertTrue(list(layering.link_faults([])))


if __name__ == "__main__":
    unittest.main()
