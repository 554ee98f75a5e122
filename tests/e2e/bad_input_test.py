"""Bad input of every sort: a clear error, the right exit code, and nothing lost."""

import os
import resource
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import unittest

import grpc

import harness
from harness import DONE, INPUT_AT_FAULT, SERVER_FAILED, TOY, TestCase, pasok
from pasok.v1 import dataset_pb2, dataset_pb2_grpc

NOBODY = 65534


def replace(old, new):
    def change(content):
        assert old in content, f"{old} isn't in the toy's file"
        return content.replace(old, new, 1)
    return change


def append(line):
    return lambda content: content + line


class AcceptedRegisters(TestCase):
    """What a spreadsheet does to a file changes nothing, not even the dataset's name."""

    CHANGES = {
        "CRLF": lambda content: content.replace(b"\n", b"\r\n"),
        "a BOM": lambda content: b"\xef\xbb\xbf" + content,
        "semicolons": lambda content: content.replace(b",", b";"),
        "no newline at the end": lambda content: content.rstrip(b"\n"),
    }

    def test_names_the_same_dataset(self):
        data = self.directory / "data"
        original = self.json(pasok("import", TOY, "--data-dir", data, "--format", "json"))[0]["name"]
        for what, change in self.CHANGES.items():
            with self.subTest(what):
                registers = self.toy(what)
                path = registers / "suppliers.csv"
                path.write_bytes(change(path.read_bytes()))
                imported = self.json(pasok("import", registers, "--data-dir", data, "--format", "json"))
                self.assertEqual(imported[0]["name"], original)


class RefusedRegisters(TestCase):
    """One fault each: `check` names its place, `plan` refuses, and the store stays empty."""

    FAULTS = [  # what is wrong, in which file, how it comes there, what must be said
        ("a missing column", "suppliers.csv", replace(b",kind,", b",sort,"), "suppliers.csv:1: error: missing_column"),
        ("an unknown column", "suppliers.csv", replace(b"status", b"statsu"), "did you mean"),
        ("a stray quote", "suppliers.csv", replace(b"Kios Hilir", b'Kios "Hilir"'), "suppliers.csv:3: error: stray_quote"),
        ("mixed separators", "offers.csv", append(b"S1;telur;1;2\n"), "offers.csv:8"),
        ("Latin-1", "suppliers.csv", replace(b"Kios Hilir", b"Caf\xe9"), "suppliers.csv:3: error: not_utf8"),
        ("a workbook", "offers.csv", lambda content: b"PK\x03\x04\x14\0\0\0", "offers.csv:1: error: not_utf8"),
        ("a NUL", "suppliers.csv", replace(b"Kios Hilir", b"Kios\0Hilir"), "suppliers.csv:3: error: nul_byte"),
        ("1.234,5", "offers.csv", replace(b"S1,beras,80,", b'S1,beras,"1.234,5",'), "offers.csv:2:3: error: "),
        ("15.400", "offers.csv", replace(b"80,12000", b"80,12.000"), "offers.csv:2:4: error: ambiguous_number"),
        ("a negative capacity", "offers.csv", replace(b"beras,80", b"beras,-80"), "offers.csv:2:3: error: negative"),
        ("1e300 kg", "offers.csv", replace(b"beras,80", b"beras,1e300"), "offers.csv:2:3: error: "),
        ("an unknown region", "suppliers.csv", replace(b"61.01.01.2001", b"61.01.01.2999"),
         "suppliers.csv:2:4: error: unknown_region"),
        ("a region without its parent", "regions.csv", replace(b"61.02,Mempawah,,\n", b""), "error: missing_parent"),
        ("a BPS code", "suppliers.csv", replace(b"61.01.01.2001", b"6101012001"), "suppliers.csv:2:4: error: bps_code"),
        ("two suppliers with one id", "suppliers.csv", append(b"S1,Lain,koperasi,61.01.01.2001,aktif,\n"),
         "suppliers.csv:6:1: error: duplicate_id"),
        ("an unknown commodity", "requirements.csv", append(b"D1,durian,5\n"),
         "requirements.csv:6:2: error: unknown_commodity"),
    ]

    def refuse(self, registers, said):
        checked = self.expect(pasok("check", registers), INPUT_AT_FAULT)
        self.assertIn(said, checked.stdout)
        data = self.directory / "data"
        planned = self.expect(pasok("plan", registers, "--data-dir", data, "--out", self.directory / "out"), INPUT_AT_FAULT)
        self.assertIn(said, planned.stderr)
        self.assertEqual(planned.stdout, "")
        self.assertFalse((self.directory / "out").exists())
        self.assertEqual(self.json(pasok("datasets", "--data-dir", data, "--format", "json")), [])

    def test_names_the_place(self):
        for what, file, change, said in self.FAULTS:
            with self.subTest(what):
                registers = self.toy(what)
                path = registers / file
                path.write_bytes(change(path.read_bytes()))
                self.refuse(registers, said)

    def test_suppliers_that_sell_through_each_other(self):
        registers = self.toy()
        lines = (registers / "suppliers.csv").read_text().splitlines()
        via = ["via", "S2", "S1", "", ""]
        (registers / "suppliers.csv").write_text("".join(f"{line},{to}\n" for line, to in zip(lines, via)))
        self.refuse(registers, "error: via_cycle")

    def test_an_empty_directory(self):
        empty = self.directory / "empty"
        empty.mkdir()
        self.refuse(empty, "error: missing_file")


class RefusedPolicies(TestCase):
    FAULTS = [  # what is wrong, the policy, what must be said
        ("an unknown key", "version: 1\nquantum_gk: 1\n", "policy.yaml:2:1: error: unknown_key"),
        ("a tab", "version: 1\nlocality:\n\tsurcharge_idr_per_kg: {}\n", "policy.yaml:3"),
        ("a duplicate key", "version: 1\nquantum_kg: 1\nquantum_kg: 2\n", "policy.yaml:3:1: error: duplicate"),
        ("a wrong type", "version: 1\nquantum_kg: [1]\n", "policy.yaml:2:13: error: wrong_type"),
        ("NaN", "version: 1\nquantum_kg: .nan\n", "policy.yaml:2:13: error: "),
        ("no YAML", "version: [1\n", "policy.yaml:"),
        ("nothing", "", "policy.yaml"),
    ]

    def test_names_the_place(self):
        for what, policy, said in self.FAULTS:
            with self.subTest(what):
                path = self.directory / "policy.yaml"
                path.write_text(policy)
                data = self.directory / "data"
                planned = self.expect(pasok("plan", TOY, "--policy", path, "--data-dir", data), INPUT_AT_FAULT)
                self.assertIn(said, planned.stderr)
                self.assertEqual(self.json(pasok("plans", "--data-dir", data, "--format", "json")), [])

    def test_as_part_of_the_dataset(self):
        registers = self.toy()
        (registers / "policy.yaml").write_text("version: 1\nquantum_gk: 1\n")
        self.assertIn("policy.yaml:2:1: error: unknown_key", self.expect(pasok("check", registers), INPUT_AT_FAULT).stdout)


class EmptyPlan(TestCase):
    def test_no_requirements_are_a_valid_empty_plan(self):
        registers = self.toy()
        (registers / "requirements.csv").write_text("demand_id,commodity,kg\n")
        self.expect(pasok("check", registers), DONE)
        out = self.directory / "out"
        plan = self.json(pasok("plan", registers, "--data-dir", self.directory / "data", "--out", out, "--format", "json"))
        self.assertEqual(plan["summary"]["demand_kg"], 0)
        self.assertEqual(plan["summary"]["certificate"]["gap_idr"], "0.00")
        self.assertEqual(len((out / "allocations.csv").read_text().splitlines()), 1)
        self.expect(pasok("verify", registers, out), DONE)


class RefusedByTheServer(TestCase):
    def test_a_dataset_over_the_size_limit(self):
        daemon = self.daemon(most_upload_mb=1)
        registers = self.toy()
        with open(registers / "suppliers.csv", "ab") as suppliers:
            suppliers.write(b"S9,%s,koperasi,61.01.01.2001,aktif,\n" % (b"x" * (2 << 20)))
        refused = self.expect(daemon.pasok("import", registers), INPUT_AT_FAULT)
        self.assertIn("1 MiB", refused.stderr)
        self.expect(daemon.pasok("import", TOY), DONE)

    def test_a_message_over_the_size_limit(self):
        daemon = self.daemon()
        with grpc.insecure_channel(daemon.address) as channel:
            chunk = dataset_pb2.ImportDatasetRequest()
            chunk.chunk.file = "suppliers.csv"
            chunk.chunk.content = bytes(5 << 20)
            start = dataset_pb2.ImportDatasetRequest(start={})
            with self.assertRaises(grpc.RpcError) as refused:
                dataset_pb2_grpc.DatasetServiceStub(channel).ImportDataset(iter([start, chunk]))
            self.assertEqual(refused.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
        self.expect(daemon.pasok("import", TOY), DONE)

    def test_a_port_in_use(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            config = self.directory / "server.yaml"
            config.write_text(f"listen: 127.0.0.1:{port}\ndata_dir: {self.directory / 'data'}\n")
            refused = subprocess.run([harness.PASOKD, "--config", config], capture_output=True, text=True, timeout=60)
            self.expect(refused, SERVER_FAILED)
            self.assertIn(str(port), refused.stderr)
            self.assertEqual(len(refused.stderr.splitlines()), 1, refused.stderr)

    def test_a_full_store_loses_nothing(self):
        daemon = self.daemon(most_store_mb=1)
        self.expect(daemon.pasok("import", TOY), DONE)
        crowd = harness.write_crowd(self.directory / "crowd", suppliers=20_000, kitchens=10)
        refused = self.expect(daemon.pasok("import", crowd), SERVER_FAILED)
        self.assertIn("full", refused.stderr)
        self.assertEqual(len(self.json(daemon.pasok("datasets", "--format", "json"))), 1)
        self.expect(daemon.pasok("check", TOY), DONE)

    def test_nobody_answers(self):
        daemon = self.daemon()
        daemon.stop()
        refused = self.expect(daemon.pasok("plans"), SERVER_FAILED)
        self.assertIn(daemon.address, refused.stderr)
        self.assertIn("pasokd", refused.stderr)


class RefusedDataDirectories(TestCase):
    def test_one_in_use(self):
        daemon = self.daemon()
        refused = self.expect(pasok("plans", "--data-dir", daemon.data_dir), SERVER_FAILED)
        self.assertIn("in use", refused.stderr)
        self.assertIn("--server", refused.stderr)
        self.expect(daemon.pasok("plans"), DONE)
        self.expect(pasok("check", TOY), DONE)  # needs no data directory

    def test_one_that_is_read_only(self):
        data = self.directory / "data"
        data.mkdir()
        data.chmod(0o555)
        # The superuser may write everywhere, so it steps down; its programs may lie where nobody else can go.
        program = shutil.copy(harness.PASOK, self.directory / "pasok")
        self.directory.chmod(0o755)
        as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        refused = subprocess.run([program, "plans", "--data-dir", data], capture_output=True, text=True, timeout=60,
                                 env=harness.clean_environment(), cwd="/", **as_nobody)
        self.expect(refused, SERVER_FAILED)
        self.assertIn("read-only", refused.stderr)
        self.assertEqual(list(data.iterdir()), [])

    def test_a_disk_that_is_full(self):
        def no_room():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

        data = self.directory / "data"
        self.expect(pasok("import", TOY, "--data-dir", data), DONE)
        crowd = harness.write_crowd(self.directory / "crowd", suppliers=20_000, kitchens=10)
        refused = self.expect(pasok("import", crowd, "--data-dir", data, preexec_fn=no_room), SERVER_FAILED)
        self.assertNotEqual(refused.stderr, "")
        self.assertEqual(len(self.json(pasok("datasets", "--data-dir", data, "--format", "json"))), 1)

    def test_a_file_system_that_is_full(self):
        data = self.directory / "data"
        data.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", data], capture_output=True).returncode != 0:
            self.skipTest("only the superuser of a whole machine may mount a file system")
        self.addCleanup(subprocess.run, ["umount", data], check=True)
        self.expect(pasok("import", TOY, "--data-dir", data), DONE)
        crowd = harness.write_crowd(self.directory / "crowd", suppliers=20_000, kitchens=10)
        refused = self.expect(pasok("import", crowd, "--data-dir", data), SERVER_FAILED)
        self.assertIn("full", refused.stderr)
        self.assertNotIn("error the store", refused.stderr)  # no log line beside the message
        self.assertEqual(len(self.json(pasok("datasets", "--data-dir", data, "--format", "json"))), 1)
        out = data / "out"
        with open(data / "rest", "wb", buffering=0) as rest:
            try:
                while rest.write(bytes(4096)) > 0:
                    pass
            except OSError:
                pass
        refused = self.expect(pasok("plan", TOY, "--data-dir", self.directory / "elsewhere", "--out", out), SERVER_FAILED)
        self.assertIn("No space left", refused.stderr)
        self.assertFalse(out.exists())

    def test_one_of_a_newer_version(self):
        data = self.directory / "data"
        self.expect(pasok("import", TOY, "--data-dir", data), DONE)
        store = data / "pasok.db"
        with sqlite3.connect(store) as database:
            database.execute("PRAGMA user_version = 1000000")
        database.close()
        before = store.read_bytes()
        refused = self.expect(pasok("plans", "--data-dir", data), SERVER_FAILED)
        self.assertIn("newer", refused.stderr)
        self.assertEqual(store.read_bytes(), before)


if __name__ == "__main__":
    unittest.main()
