#!/usr/bin/env python3
"""What dimacs_solve prints, and its exit codes: of a problem, of one without an answer, of a file at fault."""
import os
import pathlib
import subprocess
import tempfile
import unittest

DONE, INPUT_AT_FAULT, USAGE = 0, 1, 2
SOLVERS = ("auto", "network_simplex", "cost_scaling", "successive_shortest_paths")

# 4 units from 1 to 3, one of which must take the dear arc; the other three go by 2, where 3 fit.
SMALL = """c the cheap way is too narrow
p min 3 3
n 1 4
n 3 -4
a 1 2 0 3 2
a 2 3 0 10 -1
a 1 3 0 -1 7
"""


class DimacsSolve(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.file = pathlib.Path(self.folder.name) / "problem.min"

    def tearDown(self):
        self.folder.cleanup()

    def answer(self, problem, *options):
        self.file.write_text(problem, encoding="utf-8")
        return self.run_on(self.file, *options)

    def run_on(self, *arguments):
        done = subprocess.run([os.environ["DIMACS_SOLVE"], *map(str, arguments)], capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout, done.stderr

    def test_a_problem_has_its_cost_and_the_arcs_that_carry(self):
        # 3 * (2 - 1) + 7
        optimum = (DONE, "s 10\nf 1 2 3\nf 2 3 3\nf 1 3 1\n", "")
        self.assertEqual(self.answer(SMALL), optimum)
        for solver in SOLVERS:
            with self.subTest(solver=solver):
                self.assertEqual(self.answer(SMALL, "--solver", solver), optimum)

    def test_a_cost_of_more_than_64_bits_has_all_its_digits(self):
        problem = "p min 2 1\nn 1 {0}\nn 2 -{0}\na 1 2 0 -1 {1}\n"
        for sign in (1, -1):
            flow, cost = 10**13, sign * 10**13
            self.assertEqual(self.answer(problem.format(flow, cost)), (DONE, f"s {flow * cost}\nf 1 2 {flow}\n", ""))

    def test_where_nothing_flows_there_is_no_arc(self):
        self.assertEqual(self.answer("p min 2 1\na 1 2 0 5 3\n"), (DONE, "s 0\n", ""))

    def test_what_has_no_answer_says_so_instead_of_a_cost(self):
        infeasible = SMALL.replace("a 1 3 0 -1 7", "a 1 3 0 0 7")
        unbounded = "p min 2 2\na 1 2 0 -1 -3\na 2 1 0 -1 1\n"
        for solver in SOLVERS:
            with self.subTest(solver=solver):
                self.assertEqual(self.answer(infeasible, "--solver", solver), (INPUT_AT_FAULT, "s infeasible\n", ""))
                self.assertEqual(self.answer(unbounded, "--solver", solver), (INPUT_AT_FAULT, "s unbounded\n", ""))

    def test_a_file_at_fault_is_named_with_its_line(self):
        code, out, err = self.answer(SMALL.replace("a 2 3 0 10 -1", "a 2 4 0 10 -1"))
        self.assertEqual((code, out), (INPUT_AT_FAULT, ""))
        self.assertTrue(err.startswith(f"{self.file}:6: "), err)
        self.assertEqual(err.count("\n"), 1)
        code, out, err = self.answer("")
        self.assertEqual((code, out), (INPUT_AT_FAULT, ""))
        self.assertTrue(err.startswith(f"{self.file}:"), err)

    def test_numbers_out_of_range_are_refused(self):
        code, out, err = self.answer(f"p min 2 1\na 1 2 0 5 {2**62}\n")
        self.assertEqual((code, out), (INPUT_AT_FAULT, ""))
        self.assertTrue(err.startswith(f"{self.file}: "), err)

    def test_what_cannot_be_read_is_said(self):
        for path in (self.file, self.folder.name):  # not there; a folder
            with self.subTest(path=path):
                self.assertEqual(self.run_on(path), (INPUT_AT_FAULT, "", f"{path}: cannot be read\n"))

    def test_a_wrong_command_line_is_usage(self):
        self.assertEqual(self.run_on()[0], USAGE)
        self.assertEqual(self.answer(SMALL, "--solver", "guess")[0], USAGE)
        self.assertEqual(self.run_on("--help")[0], DONE)


if __name__ == "__main__":
    unittest.main()
