"""The service as a whole: another language's client, kills, leaving clients, nightly runs, determinism."""

import csv
import decimal
import io
import json
import os
import re
import signal
import subprocess
import threading
import time
import unittest

import grpc

import harness
from harness import DONE, INPUT_AT_FAULT, SERVER_FAILED, STOPPED, TOY, USAGE, TestCase, files_of, pasok
from pasok.v1 import dataset_pb2, dataset_pb2_grpc, files_pb2, plan_pb2, plan_pb2_grpc, study_pb2, study_pb2_grpc

ENDED = {plan_pb2.Plan.SUCCEEDED, plan_pb2.Plan.FAILED, plan_pb2.Plan.CANCELLED, plan_pb2.Plan.INTERRUPTED}


class Client:
    """A client in another language, from the .proto files alone."""

    def __init__(self, address):
        self.channel = grpc.insecure_channel(address)
        self.datasets = dataset_pb2_grpc.DatasetServiceStub(self.channel)
        self.plans = plan_pb2_grpc.PlanServiceStub(self.channel)
        self.studies = study_pb2_grpc.StudyServiceStub(self.channel)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.channel.close()

    def import_directory(self, directory):
        def parts():
            yield dataset_pb2.ImportDatasetRequest(start={"display_name": directory.name})
            for path in sorted(directory.iterdir()):
                if path.suffix == ".csv" or path.name == "policy.yaml":
                    content = path.read_bytes()
                    for start in range(0, len(content), 1 << 20):
                        chunk = files_pb2.FileChunk(file=path.name, content=content[start : start + (1 << 20)])
                        yield dataset_pb2.ImportDatasetRequest(chunk=chunk)

        return self.datasets.ImportDataset(parts()).dataset.name

    def create(self, dataset, request_id=""):
        return self.plans.CreatePlan(plan_pb2.CreatePlanRequest(dataset=dataset, request_id=request_id)).name

    def create_study(self, start, files=()):
        def parts():
            yield study_pb2.CreateStudyRequest(start=start)
            for name, content in files:
                yield study_pb2.CreateStudyRequest(chunk=files_pb2.FileChunk(file=name, content=content))

        return self.studies.CreateStudy(parts()).name

    def watch_study(self, name):
        return self.studies.WatchStudy(study_pb2.WatchStudyRequest(name=name))

    def tables_of(self, study):
        """Key to (columns, rows of cells)."""
        tables = {}
        for part in self.studies.DownloadReport(study_pb2.DownloadReportRequest(study=study)):
            if part.HasField("table"):
                columns = [column.key for column in part.table.columns]
                rows = tables[part.table.key] = (columns, [])
            for row in part.rows:
                rows[1].append(row.cells)
        return tables

    def get(self, name):
        return self.plans.GetPlan(plan_pb2.GetPlanRequest(name=name))

    def watch(self, name):
        return self.plans.WatchPlan(plan_pb2.WatchPlanRequest(name=name))

    def wait_for_state(self, name, state):
        for _ in range(1200):
            plan = self.get(name)
            if plan.state == state:
                return plan
            if plan.state in ENDED:
                raise AssertionError(f"ended as {plan.state} before it was {state}")
            time.sleep(0.05)
        raise AssertionError(f"not {state} within a minute")


class ServiceTest(TestCase):
    def client(self, daemon):
        client = Client(daemon.address)
        self.addCleanup(client.channel.close)
        return client

    def crowd(self):
        """A dataset whose plan takes more than a second: some kitchens go short."""
        return harness.write_crowd(self.directory / "crowd", suppliers=3200, kitchens=1200)


class Scenarios(ServiceTest):
    """`pasok plan --scenario`, as a planner has it."""

    SCENARIOS = TOY.parent / "scenarios"

    def test_every_example_is_planned_and_verified(self):
        for number, path in enumerate(sorted(self.SCENARIOS.glob("*.yaml"))):
            out = self.directory / f"plan{number}"
            plan = ["plan", TOY, "--scenario", path, "--date", "2026-11-24", "--out", out]
            self.expect(pasok(*plan, "--data-dir", self.directory / "data"), DONE)
            self.expect(pasok("verify", TOY, out), DONE)
            summary = json.loads((out / "summary.json").read_text())
            self.assertEqual((out / "scenario.yaml").read_bytes(), path.read_bytes())
            self.assertIn(f"name: {summary['scenario']['name']}\n", path.read_text())
        self.assertEqual(number, 4)
        plans = pasok("plans", "--format", "csv", "--data-dir", self.directory / "data")
        self.assertIn("Dry season", self.expect(plans, DONE).stdout)

    def test_faults_name_the_planners_own_lines(self):
        path = self.directory / "salah.yaml"
        for text, fault in [("stop: {supplier: S5}", f"{path}:4:22: error: unknown_supplier"),
                            ("stop: {suplier: S3}", f"{path}:4:12: error: unknown_key"),
                            ("activate: {supplier: S1}", f"{path}:4:5: error: touches_nothing")]:
            path.write_text(f"version: 1\nname: Salah\nchanges:\n  - {text}\n")
            result = pasok("plan", TOY, "--scenario", path, "--data-dir", self.directory / "data")
            self.assertIn(fault, self.expect(result, INPUT_AT_FAULT).stderr)


class PythonClient(ServiceTest):
    def test_goes_all_the_way_from_registers_to_a_verified_plan(self):
        client = self.client(self.daemon())
        dataset = client.import_directory(TOY)
        name = client.create(dataset)
        told = list(client.watch(name))
        plan = told[-1].plan
        self.assertEqual(plan.state, plan_pb2.Plan.SUCCEEDED)
        self.assertEqual([message.fraction for message in told], sorted(message.fraction for message in told))

        # The figures of the toy's README, in grams and sen.
        self.assertEqual(plan.summary.demand_grams, 210_000)
        self.assertEqual(plan.summary.shortage_grams, 6_000)
        self.assertEqual(plan.summary.money_sen, 317_800_000)
        self.assertEqual(plan.summary.objective_sen, 386_300_000)
        self.assertEqual(plan.summary.certificate.gap_sen, 0)
        self.assertTrue(plan.summary.certificate.lanes_eligible_proof)

        rows = []
        page = plan_pb2.ListAllocationsRequest(plan=name, page_size=3)
        while True:
            answer = client.plans.ListAllocations(page)
            self.assertLessEqual(len(answer.allocations), 3)
            rows += answer.allocations
            page.page_token = answer.next_page_token
            if not page.page_token:
                break
        self.assertEqual(sum(row.grams for row in rows), plan.summary.allocated_grams)
        self.assertEqual(sum(row.money_sen for row in rows), plan.summary.money_sen)
        download = plan_pb2.DownloadAllocationsRequest(plan=name)
        self.assertEqual([row for part in client.plans.DownloadAllocations(download) for row in part.allocations], rows)

        download.filter.supplier_id = "S1"
        from_s1 = [row for part in client.plans.DownloadAllocations(download) for row in part.allocations]
        self.assertEqual([(row.demand_id, row.commodity, row.grams) for row in from_s1], [("D1", "beras", 80_000)])

        verified = client.plans.VerifyPlan(iter([plan_pb2.VerifyPlanRequest(start={"plan": name})]))
        self.assertTrue(verified.verified)
        self.assertTrue(verified.optimal)

    def test_sees_the_same_plans_as_the_command(self):
        daemon = self.daemon()
        client = self.client(daemon)
        name = client.create(client.import_directory(TOY))
        self.expect(daemon.pasok("watch", name), DONE)
        shown = self.json(daemon.pasok("show", name, "--format", "json"))
        self.assertEqual(shown["summary"]["money_idr"], harness.TOY_MONEY_IDR)
        files = {}
        for chunk in client.plans.DownloadPlanFiles(plan_pb2.DownloadPlanFilesRequest(plan=name)):
            files[chunk.file] = files.get(chunk.file, b"") + chunk.content
        self.expect(daemon.pasok("export", name, "--out", self.directory / "out"), DONE)
        self.assertEqual({path.name: path.read_bytes() for path in (self.directory / "out").iterdir()}, files)

    def test_repeats_a_request_safely(self):
        client = self.client(self.daemon())
        dataset = client.import_directory(TOY)
        self.assertEqual(client.create(dataset, "night"), client.create(dataset, "night"))
        self.assertEqual(len(client.plans.ListPlans(plan_pb2.ListPlansRequest()).plans), 1)


class Studies(ServiceTest):
    """What if, and why, from the .proto files alone and by the command."""

    def test_a_plan_is_asked_why_in_another_language(self):
        client = self.client(self.daemon())
        dataset = client.import_directory(TOY)
        plan = client.create(dataset)
        self.assertEqual(list(client.watch(plan))[-1].plan.state, plan_pb2.Plan.SUCCEEDED)

        name = client.create_study({"question": {"unused": {}}, "plan": plan})
        told = list(client.watch_study(name))
        study = told[-1].study
        self.assertEqual(study.state, study_pb2.Study.SUCCEEDED, study)
        self.assertEqual([message.fraction for message in told], sorted(message.fraction for message in told))
        self.assertTrue(study.complete)
        self.assertEqual((study.plan, study.dataset), (plan, dataset))
        self.assertTrue(all(sentence.english and sentence.indonesian for sentence in study.sentences))
        tables = client.tables_of(name)
        self.assertEqual({table.key: table.row_count for table in study.tables},
                         {key: len(rows) for key, (_, rows) in tables.items()})
        for columns, rows in tables.values():
            self.assertTrue(all(len(row) == len(columns) for row in rows))

        listed = client.studies.ListStudies(study_pb2.ListStudiesRequest(plan=plan)).studies
        self.assertEqual([each.name for each in listed], [name])
        client.studies.DeleteStudy(study_pb2.DeleteStudyRequest(name=name))
        with self.assertRaises(grpc.RpcError) as refused:
            client.studies.GetStudy(study_pb2.GetStudyRequest(name=name))
        self.assertEqual(refused.exception.code(), grpc.StatusCode.NOT_FOUND)

    def test_a_table_in_many_chunks_is_evaluated(self):
        client = self.client(self.daemon())
        dataset = client.import_directory(TOY)
        table = b"demand_id,commodity,supplier_id,kg\n" + b"D1,beras,S1,0\n" * 200_000 + b"D1,beras,S1,80\n"
        chunks = [("mine.csv", table[start : start + (1 << 20)]) for start in range(0, len(table), 1 << 20)]
        self.assertGreater(len(chunks), 1)
        name = client.create_study({"question": {"evaluation": {}}, "dataset": dataset}, chunks)
        study = list(client.watch_study(name))[-1].study
        self.assertEqual(study.state, study_pb2.Study.SUCCEEDED, study)
        columns, rows = client.tables_of(name)["totals"]
        allocated = next(row for row in rows if row[0].text == "allocated")
        self.assertEqual(allocated[columns.index("by_hand")].whole, 80_000)

    def test_the_command_and_the_server_show_the_same(self):
        daemon = self.daemon()
        mine = self.directory / "mine.csv"
        mine.write_text("demand_id,commodity,supplier_id,kg\nD1,beras,S1,80\n")
        asked = self.json(daemon.pasok("evaluate", TOY, mine, "--format", "json"))
        name = asked["study"]["name"]
        self.assertEqual(self.json(daemon.pasok("show", name, "--format", "json")), asked)
        self.assertIn(name, self.expect(daemon.pasok("studies"), DONE).stdout)
        detached = self.expect(daemon.pasok("evaluate", TOY, mine, "--detach"), DONE).stdout.strip()
        watched = self.json(daemon.pasok("watch", detached, "--format", "json"))
        self.assertEqual(watched["tables"], asked["tables"])

    def test_a_cancelled_study_says_so_and_is_shown(self):
        daemon = self.daemon()
        crowd = self.crowd()
        name = self.expect(daemon.pasok("criticality", crowd, "--detach"), DONE).stdout.strip()
        client = self.client(daemon)
        for told in client.watch_study(name):
            if told.state == study_pb2.Study.RUNNING:
                break
        self.expect(daemon.pasok("cancel", name), DONE)
        study = list(client.watch_study(name))[-1].study
        self.assertIn(study.state, {study_pb2.Study.CANCELLED, study_pb2.Study.SUCCEEDED})
        if study.state == study_pb2.Study.CANCELLED:
            self.assertFalse(study.complete)
            self.expect(daemon.pasok("watch", name), STOPPED)
        self.expect(daemon.pasok("show", name), DONE)


class Differences(ServiceTest):
    """`pasok diff`, of plans of a kabupaten, through a server and without one."""

    def csv(self, text):
        return list(csv.DictReader(io.StringIO(text)))

    def kilograms(self, path):
        """By kitchen, commodity and supplier, from a plan's own file."""
        rows = self.csv((path / "allocations.csv").read_text())
        return {(row["demand_id"], row["commodity"], row["supplier_id"]): float(row["kg"]) for row in rows}

    def sample(self):
        registers = self.directory / "sample"
        self.expect(pasok("sample", "kalbar", "--scale", "small", "--seed", "1", "--out", registers), DONE)
        policy = self.directory / "nearer.yaml"
        text = self.expect(pasok("policy", "show", registers), DONE).stdout
        policy.write_text(re.sub(r"kabupaten: \d+", "kabupaten: 9000", text))
        return registers, policy

    def test_what_another_policy_changes_is_what_the_files_say(self):
        registers, policy = self.sample()
        data = ["--data-dir", self.directory / "data"]
        plan = lambda out, *more: self.json(pasok(
            "plan", registers, "--date", "2026-11-24", "--out", out, "--format", "json", *more, *data))["name"]
        before, after = self.directory / "before", self.directory / "after"
        names = [plan(before), plan(after, "--policy", policy)]
        diff = lambda *more: self.expect(pasok("diff", *names, *more, *data), DONE).stdout
        was, is_now = self.kilograms(before), self.kilograms(after)
        expected = {key: (was.get(key, 0), is_now.get(key, 0)) for key in was.keys() | is_now.keys()}
        expected = {key: kg for key, kg in expected.items() if kg[0] != kg[1]}
        self.assertGreater(len(expected), 20)

        rows = self.csv(diff("--format", "csv", "--table", "allocations"))
        changed = {(row["demand_id"], row["commodity"], row["supplier_id"]):
                       (float(row["delivered_before_kg"]), float(row["delivered_kg"])) for row in rows}
        self.assertEqual({key: kg for key, kg in changed.items() if kg[0] != kg[1]}, expected)

        report = json.loads(diff("--format", "json"))
        figures = {row["figure"]: row for row in report["tables"]["figures"]}
        for plan_directory, side in [(before, "before"), (after, "after")]:
            summary = json.loads((plan_directory / "summary.json").read_text())
            for figure, key in [("demand", "demand_kg"), ("allocated", "allocated_kg"), ("shortage", "shortage_kg"),
                                ("money", "money_idr"), ("objective", "objective_idr"), ("penalty", "penalty_idr"),
                                ("suppliers_used", "suppliers_used"), ("deliveries", "deliveries")]:
                self.assertEqual(figures[figure][side], summary[key], figure)
            for tier, share in summary["share_by_tier"].items():
                self.assertAlmostEqual(figures[f"tier_{tier}"][side], share, places=5)
        for table in ["allocations", "kitchens", "commodities"]:
            cents = sum(decimal.Decimal(row["money_difference_idr"]) for row in report["tables"][table])
            self.assertEqual(str(cents), figures["money"]["difference"], table)
        sales = sum(decimal.Decimal(row["sales_difference_idr"]) for row in report["tables"]["suppliers"])
        self.assertEqual(str(sales), figures["sales"]["difference"])
        self.assertEqual([row["key"] for row in report["tables"]["policy"]], ["locality.surcharge_idr_per_kg.kabupaten"])

        out = self.directory / "report"
        diff("--out", out)
        self.assertEqual(json.loads((out / "report.json").read_text()), report)
        self.assertEqual({path.stem for path in out.glob("*.csv")}, set(report["tables"]))
        self.assertIn("berbeda: kebijakan", diff("--language", "id"))

    def test_a_plan_that_runs_is_refused(self):
        daemon = self.daemon()
        client = self.client(daemon)
        done = client.create(client.import_directory(TOY))
        client.wait_for_state(done, plan_pb2.Plan.SUCCEEDED)
        running = client.create(client.import_directory(self.crowd()))
        refused = self.expect(daemon.pasok("diff", done, running), INPUT_AT_FAULT)
        self.assertRegex(refused.stderr, f"{running} is (queued|running): it can be compared when it has ended")
        self.assertIn(f"`pasok watch {running}`", refused.stderr)
        self.assertIn("The plans deliver the same", self.expect(daemon.pasok("diff", done, done), DONE).stdout)


class KilledServer(ServiceTest):
    def test_finished_plans_survive(self):
        daemon = self.daemon()
        plan = self.json(daemon.pasok("plan", TOY, "--out", self.directory / "before", "--format", "json"))
        daemon.kill()
        daemon.start()
        after = self.json(daemon.pasok("show", plan["name"], "--format", "json"))
        self.assertEqual(after, plan)
        self.expect(daemon.pasok("export", plan["name"], "--out", self.directory / "after"), DONE)
        self.assertEqual(files_of(self.directory / "after"), files_of(self.directory / "before"))
        self.expect(daemon.pasok("verify", plan["name"]), DONE)

    def test_a_running_plan_is_interrupted_and_can_be_asked_for_again(self):
        daemon = self.daemon()
        with Client(daemon.address) as client:
            dataset = client.import_directory(self.crowd())
            name = client.create(dataset, "night")
            waiting = client.create(client.import_directory(TOY))
            client.wait_for_state(name, plan_pb2.Plan.RUNNING)
            daemon.kill()
        daemon.start()
        with Client(daemon.address) as client:
            self.assertEqual(client.get(name).state, plan_pb2.Plan.INTERRUPTED)
            self.assertEqual(client.wait_for_state(waiting, plan_pb2.Plan.SUCCEEDED).summary.money_sen, 317_800_000)
            self.assertEqual(client.create(dataset, "night"), name)
            self.assertEqual(client.wait_for_state(name, plan_pb2.Plan.SUCCEEDED).summary.certificate.gap_sen, 0)


class HangingServer(ServiceTest):
    def test_one_that_says_nothing_counts_as_gone(self):
        daemon = self.daemon()
        process = subprocess.Popen([harness.PASOK, "plan", self.crowd(), "--server", daemon.address], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, env=harness.clean_environment())
        while not self.json(daemon.pasok("plans", "--format", "json")):
            time.sleep(0.1)
        daemon.process.send_signal(signal.SIGSTOP)
        try:
            _, err = process.communicate(timeout=120)
        finally:
            daemon.process.send_signal(signal.SIGCONT)
        self.assertEqual(process.returncode, SERVER_FAILED, err)
        self.assertIn("was lost", err)


class RestartedServer(ServiceTest):
    def test_a_night_goes_on_with_its_plan(self):
        daemon = self.daemon()
        file = self.directory / "nightly.yaml"
        file.write_text(f"version: 1\ndata: {self.crowd()}\nout: {self.directory / 'plans'}\n")
        process = subprocess.Popen([harness.PASOK, "nightly", file, "--date", "2026-11-24", "--server", daemon.address],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=harness.clean_environment())
        while not (plans := self.json(daemon.pasok("plans", "--format", "json"))):
            time.sleep(0.1)
        daemon.kill()
        time.sleep(1)
        daemon.config.write_text(daemon.config.read_text().replace(":0\n", f":{daemon.port}\n"))
        daemon.start()
        out, err = process.communicate(timeout=300)
        report = self.json(subprocess.CompletedProcess(process.args, process.returncode, out, err))
        self.assertEqual((report["plan"], report["published"]), (plans[0]["name"], True))


class KilledInTheMiddle(ServiceTest):
    """Wherever the server dies, nothing is half there, and the same command again ends in the same state."""

    PARTS = (0.1, 0.3, 0.5, 0.7, 0.9)

    def kill_during(self, daemon, whole, *arguments):
        """Kills the server after each of PARTS of the seconds that the command takes."""
        for part in self.PARTS:
            process = subprocess.Popen([harness.PASOK, *map(str, arguments), "--server", daemon.address],
                                       env=harness.clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            time.sleep(part * whole)
            daemon.kill()
            process.communicate(timeout=60)
            self.assertIn(process.returncode, (DONE, SERVER_FAILED))
            daemon.start()
            yield part

    def names(self, daemon, *what):
        return [row["name"] for row in self.json(daemon.pasok(*what, "--format", "json"))]

    def test_an_import(self):
        registers = harness.write_crowd(self.directory / "crowd", suppliers=20_000, kitchens=10)
        daemon = self.daemon()
        began = time.monotonic()
        name = self.json(daemon.pasok("import", registers, "--format", "json"))[0]["name"]
        whole = time.monotonic() - began
        self.expect(daemon.pasok("delete", name), DONE)
        for part in self.kill_during(daemon, whole, "import", registers):
            with self.subTest(f"killed after {part:.0%}"):
                self.assertIn(self.names(daemon, "datasets"), ([], [name]))
                self.expect(daemon.pasok("import", registers), DONE)
                self.assertEqual(self.names(daemon, "datasets"), [name])
                self.expect(daemon.pasok("delete", name), DONE)

    def test_a_plan(self):
        registers = harness.write_crowd(self.directory / "crowd", suppliers=300, kitchens=50)
        daemon = self.daemon()
        began = time.monotonic()
        self.expect(daemon.pasok("plan", registers, "--out", self.directory / "expected"), DONE)
        whole = time.monotonic() - began
        out = self.directory / "out"
        for part in self.kill_during(daemon, whole, "plan", registers, "--out", out):
            with self.subTest(f"killed after {part:.0%}"):
                if out.exists():
                    self.assertEqual(files_of(out), files_of(self.directory / "expected"))
                self.expect(daemon.pasok("plan", registers, "--out", out), DONE)
                self.assertEqual(files_of(out), files_of(self.directory / "expected"))
                for plan in self.json(daemon.pasok("plans", "--format", "json")):
                    self.assertIn(plan["state"], ("succeeded", "interrupted"))

    def test_a_publication(self):
        daemon = self.daemon()
        plan = self.json(daemon.pasok("plan", TOY, "--date", "2026-11-24", "--format", "json"))["name"]
        other = self.json(daemon.pasok("plan", TOY, "--date", "2026-11-24", "--format", "json"))["name"]
        self.expect(daemon.pasok("publish", other), DONE)
        began = time.monotonic()
        self.expect(daemon.pasok("publish", plan), DONE)
        whole = time.monotonic() - began
        for part in self.kill_during(daemon, whole, "publish", other):
            with self.subTest(f"killed after {part:.0%}"):
                self.assertIn(self.names(daemon, "plans", "--published"), ([plan], [other]))  # one of a day, always
                self.expect(daemon.pasok("publish", other), DONE)
                self.assertEqual(self.names(daemon, "plans", "--published"), [other])
                self.expect(daemon.pasok("publish", plan), DONE)


class KilledNightly(ServiceTest):
    def setUp(self):
        super().setUp()
        self.registers = harness.write_crowd(self.directory / "crowd", suppliers=300, kitchens=50)
        self.begin_anew("first")

    def begin_anew(self, name):
        """Another store, another folder for the plans."""
        self.data = self.directory / f"data-{name}"
        self.out = self.directory / f"plans-{name}"
        self.file = self.directory / f"{name}.yaml"
        self.file.write_text(f"version: 1\ndata: {self.registers}\nout: {self.out}\n")

    def nightly(self, date):
        return subprocess.Popen([harness.PASOK, "nightly", self.file, "--date", date, "--data-dir", self.data],
                                env=harness.clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def finish(self, date="2026-11-24"):
        process = self.nightly(date)
        out, err = process.communicate(timeout=300)
        return self.json(subprocess.CompletedProcess(process.args, process.returncode, out, err))

    def files(self):
        self.assertEqual([path.name for path in self.out.iterdir()], ["2026-11-24"])
        return files_of(self.out / "2026-11-24")

    def expect_one_published_plan(self, report):
        plans = self.json(pasok("plans", "--data-dir", self.data, "--format", "json"))
        self.assertEqual([(plan["name"], plan["state"], plan["published"]) for plan in plans],
                         [(report["plan"], "succeeded", True)])
        self.assertEqual(len(self.json(pasok("datasets", "--data-dir", self.data, "--format", "json"))), 1)

    def test_run_twice_does_it_once(self):
        first = self.finish()
        files = self.files()
        self.assertFalse(first["already_done"])
        self.expect_one_published_plan(first)
        second = self.finish()
        self.assertTrue(second["already_done"])
        self.assertEqual(second["plan"], first["plan"])
        self.assertEqual(self.files(), files)
        self.expect_one_published_plan(second)

    def test_killed_anywhere_the_next_run_ends_in_the_same_state(self):
        began = time.monotonic()
        self.finish()
        whole = time.monotonic() - began
        expected = self.files()
        for part in (0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.95):
            with self.subTest(f"killed after {part:.0%}"):
                self.begin_anew(str(part))
                process = self.nightly("2026-11-24")
                time.sleep(part * whole)
                process.kill()
                process.communicate()
                report = self.finish()
                self.assertEqual(self.files(), expected)
                self.expect_one_published_plan(report)
                self.assertTrue(self.finish()["already_done"])

    def test_dated_nights_are_plans_of_their_own(self):
        self.finish()
        self.assertFalse(self.finish("2026-11-25")["already_done"])
        plans = self.json(pasok("plans", "--data-dir", self.data, "--published", "--format", "json"))
        self.assertEqual({plan["date"] for plan in plans}, {"2026-11-24", "2026-11-25"})


class LeavingClients(ServiceTest):
    def test_a_reader_that_leaves_leaves_no_scratch_store(self):
        scratch = self.directory / "scratch"
        scratch.mkdir()
        read, write = os.pipe()
        os.close(read)
        process = subprocess.run([harness.PASOK, "check", TOY], stdout=write, stderr=subprocess.PIPE, timeout=60, check=False,
                                 env=harness.clean_environment(TMPDIR=str(scratch)))
        os.close(write)
        self.assertEqual((process.returncode, process.stderr), (-signal.SIGPIPE, b""))
        self.assertEqual(list(scratch.iterdir()), [])

    def test_an_import_left_half_way_stores_nothing_and_frees_its_room(self):
        daemon = self.daemon(most_upload_mb=1)
        client = self.client(daemon)
        end = threading.Event()
        self.addCleanup(end.set)

        def parts():
            yield dataset_pb2.ImportDatasetRequest(start={})
            yield dataset_pb2.ImportDatasetRequest(chunk={"file": "suppliers.csv", "content": bytes(700_000)})
            end.wait()

        for _ in range(3):  # together over the limit
            call = client.datasets.ImportDataset.future(parts())
            time.sleep(0.5)
            call.cancel()
        time.sleep(0.5)
        self.assertEqual(list(client.datasets.ListDatasets(dataset_pb2.ListDatasetsRequest()).datasets), [])
        self.expect(daemon.pasok("import", TOY), DONE)

    def test_an_import_that_lacks_only_its_end_stores_nothing(self):
        daemon = self.daemon()
        client = self.client(daemon)
        for _ in range(20):
            sent, end = threading.Event(), threading.Event()

            def parts(sent=sent, end=end):
                yield dataset_pb2.ImportDatasetRequest(start={})
                for path in sorted(TOY.glob("*.csv")):
                    yield dataset_pb2.ImportDatasetRequest(chunk={"file": path.name, "content": path.read_bytes()})
                sent.set()
                end.wait()

            leaving = Client(daemon.address)
            call = leaving.datasets.ImportDataset.future(parts())
            self.assertTrue(sent.wait(60), call)
            time.sleep(0.05)  # the last chunk's way
            leaving.channel.close()
            end.set()
        time.sleep(0.5)
        self.assertEqual(list(client.datasets.ListDatasets(dataset_pb2.ListDatasetsRequest()).datasets), [])

    def test_a_killed_import_command_stores_nothing_or_everything(self):
        daemon = self.daemon()
        crowd = harness.write_crowd(self.directory / "crowd", suppliers=20_000, kitchens=10)
        for wait in (0.02, 0.05, 0.1, 0.2, 0.4):
            process = subprocess.Popen([harness.PASOK, "import", crowd, "--server", daemon.address],
                                       env=harness.clean_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(wait)
            process.kill()
            process.wait()
        name = self.json(daemon.pasok("import", crowd, "--format", "json"))[0]["name"]
        listed = self.json(daemon.pasok("datasets", "--format", "json"))
        self.assertEqual([dataset["name"] for dataset in listed], [name])

    def test_a_watcher_that_leaves_stops_nothing(self):
        client = self.client(self.daemon())
        name = client.create(client.import_directory(TOY))
        watch = client.watch(name)
        next(watch)
        watch.cancel()
        client.wait_for_state(name, plan_pb2.Plan.SUCCEEDED)

    def test_interrupting_the_command_cancels_its_plan(self):
        daemon = self.daemon()
        client = self.client(daemon)
        process = subprocess.Popen([harness.PASOK, "plan", self.crowd(), "--server", daemon.address], text=True,
                                   env=harness.clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        plans = []
        while not plans and process.poll() is None:
            plans = client.plans.ListPlans(plan_pb2.ListPlansRequest()).plans
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.expect(subprocess.CompletedProcess(process.args, process.returncode, out, err), STOPPED)
        self.assertEqual(client.get(plans[0].name).state, plan_pb2.Plan.CANCELLED)


class GoodEnough(ServiceTest):
    """A gap limit and a time limit, from the command line to the store."""

    def test_a_gap_limit_is_kept_with_the_plan_and_held(self):
        daemon = self.daemon()
        crowd = harness.write_crowd(self.directory / "crowd", suppliers=300, kitchens=50)
        plan = self.json(daemon.pasok("plan", crowd, "--gap", "0.1%", "--format", "json"))
        self.assertEqual(plan["gap_limit_percent"], 0.1)
        self.assertFalse(plan["summary"]["stopped_early"])
        self.assertLessEqual(plan["summary"]["certificate"]["gap_percent"], 0.1)
        self.assertEqual(self.json(daemon.pasok("show", plan["name"], "--format", "json")), plan)
        self.assertIn("a gap of at most 0.1 %", self.expect(daemon.pasok("show", plan["name"]), DONE).stdout)
        self.expect(daemon.pasok("verify", plan["name"]), DONE)

    def test_a_wrong_gap_says_how_to_write_one(self):
        for gap in ("5", "0,1%", "-1%", "101%", "nan"):
            refused = self.expect(pasok("plan", TOY, f"--gap={gap}", "--data-dir", self.directory / "data"), USAGE)
            self.assertIn(f"'{gap}'", refused.stderr)
            self.assertIn("%", refused.stderr)

    def test_a_time_limit_ends_with_four(self):
        stopped = pasok("plan", self.crowd(), "--time-limit", "0.001", "--data-dir", self.directory / "data")
        self.assertIn("time limit", self.expect(stopped, STOPPED).stderr)


class Determinism(ServiceTest):
    def test_the_same_question_gives_the_same_bytes(self):
        crowd = harness.write_crowd(self.directory / "crowd", suppliers=400, kitchens=100)
        outs = []
        for run, threads in enumerate((1, 2)):
            directory = self.directory / f"server-{run}"
            directory.mkdir()
            daemon = harness.Daemon(directory, threads_per_plan=threads)
            self.addCleanup(daemon.stop)
            outs.append(self.directory / f"out-{run}")
            self.expect(daemon.pasok("plan", crowd, "--out", outs[-1]), DONE)
        self.assertEqual(files_of(outs[0]), files_of(outs[1]))


if __name__ == "__main__":
    unittest.main()
