"""What the end-to-end tests share: the two programs, the toy dataset, and a dataset large enough to be interrupted."""

import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

# Children are started after gRPC has threads; they exec at once, so gRPC needn't do anything about it.
os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"

PASOK = os.environ["PASOK"]
PASOKD = os.environ["PASOKD"]
TOY = pathlib.Path(os.environ["PASOK_CONFIGS"]) / "toy"  # its README solves it by hand
TOY_MONEY_IDR = "3178000.00"

DONE, INPUT_AT_FAULT, USAGE, SERVER_FAILED, STOPPED, SHORTAGES, INTERNAL = range(7)


def clean_environment(**more):
    """The caller's own settings must not reach the programs; a proxy must not matter to them."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PASOK", "XDG_"))}
    environment.update(http_proxy="http://127.0.0.1:9", https_proxy="http://127.0.0.1:9", **more)
    return environment


def pasok(*arguments, environment=None, **options):
    """Runs `pasok` to its end."""
    return subprocess.run([PASOK, *map(str, arguments)], env=environment or clean_environment(), capture_output=True,
                          text=True, timeout=300, check=False, **options)


class Daemon:
    """A `pasokd` on a free port of loopback."""

    def __init__(self, directory, data_dir=None, port=0, **options):
        self.directory = pathlib.Path(directory)
        self.data_dir = pathlib.Path(data_dir or self.directory / "data")
        settings = {"listen": f"127.0.0.1:{port}", "data_dir": self.data_dir, "log_level": "error", **options}
        self.config = self.directory / "server.yaml"
        self.config.write_text("".join(f"{key}: {value}\n" for key, value in settings.items()))
        self.start()

    def start(self):
        self.log = tempfile.NamedTemporaryFile(dir=self.directory, prefix="pasokd-", suffix=".log", delete=False)
        self.process = subprocess.Popen([PASOKD, "--config", str(self.config)], stderr=self.log, env=clean_environment())
        self.port = self._wait_for_port()
        self.address = f"127.0.0.1:{self.port}"

    def _wait_for_port(self):
        for _ in range(600):
            said = self.said()
            if port := re.search(r"\(port (\d+)\)", said):
                return int(port[1])
            if self.process.poll() is not None:
                raise AssertionError(f"pasokd ended with {self.process.returncode}: {said}")
            time.sleep(0.05)
        raise AssertionError("pasokd didn't say its port within half a minute")

    def said(self):
        return pathlib.Path(self.log.name).read_text()

    def kill(self):
        """As a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)

    def pasok(self, *arguments):
        return pasok(*arguments, "--server", self.address)


class TestCase(unittest.TestCase):
    """A test with a directory of its own."""

    maxDiff = None

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="pasok-e2e-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)

    def daemon(self, **options):
        daemon = Daemon(self.directory, **options)
        self.addCleanup(daemon.stop)
        return daemon

    def toy(self, name="registers"):
        """A copy of the toy, to be spoilt."""
        return pathlib.Path(shutil.copytree(TOY, self.directory / name))

    def expect(self, result, code):
        self.assertEqual(result.returncode, code, f"\n{result.args}\nout: {result.stdout}\nerr: {result.stderr}")
        return result

    def json(self, result, code=DONE):
        return json.loads(self.expect(result, code).stdout)


def files_of(directory):
    """Every file's bytes, but for the seconds that a plan took."""
    contents = {path.name: path.read_bytes() for path in pathlib.Path(directory).iterdir()}
    if summary := contents.get("summary.json"):
        contents["summary.json"] = re.sub(rb'"seconds": ?[0-9.e+-]+', b'"seconds": 0', summary)
    return contents


def write_crowd(directory, suppliers, kitchens, seed=1):
    """Many suppliers and kitchens of four commodities, scattered over one kabupaten: a plan that takes a while."""
    chance = random.Random(seed)
    directory = pathlib.Path(directory)
    directory.mkdir(parents=True)
    commodities = ["beras", "telur", "ayam", "ikan"]
    point = lambda: f"{1.3 + chance.random() / 2:.5f},{109.2 + chance.random() / 2:.5f}"
    (directory / "regions.csv").write_text(
        "code,name,lat,lng\n61,Kalimantan Barat,,\n61.01,Sambas,1.4,109.3\n61.01.01,Sambas,1.4,109.3\n"
        "61.01.01.2001,Hulu,1.4,109.3\n")
    with open(directory / "suppliers.csv", "w") as rows, open(directory / "offers.csv", "w") as offers:
        rows.write("supplier_id,name,kind,region,lat,lng,capacity_kg_per_day\n")
        offers.write("supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n")
        for i in range(suppliers):
            rows.write(f"S{i},Usaha {i},umkm_mikro,61.01.01.2001,{point()},{chance.randint(50, 100)}\n")
            for commodity in commodities:
                offers.write(f"S{i},{commodity},{chance.randint(20, 60)},{chance.randint(10000, 40000)}\n")
    with open(directory / "demand_points.csv", "w") as rows, open(directory / "requirements.csv", "w") as needs:
        rows.write("demand_id,name,kind,region,lat,lng\n")
        needs.write("demand_id,commodity,kg\n")
        for i in range(kitchens):
            rows.write(f"D{i},SPPG {i},sppg,61.01.01.2001,{point()}\n")
            for commodity in commodities:
                needs.write(f"D{i},{commodity},{chance.randint(20, 60)}\n")
    return directory
