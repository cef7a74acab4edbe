"""The databases in which queries of `jili sql` run, each behind the same two calls."""

import copy
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import sys
import time


def columns(tables):
    """The columns of each table of CREATE TABLE statements, with their types."""
    found = {}
    for statement in tables.split(";\n"):
        head = re.match(r'CREATE TABLE ["`](.+?)["`] \(', statement)
        if not head:
            continue
        lines = statement.split("\n")[1:]
        found[head.group(1)] = [
            (m.group(1).replace('""', '"').replace("``", "`"), m.group(2).rstrip(","))
            for m in (re.match(r'  ["`](.*)["`] (\S+)$', line.rstrip(",")) for line in lines) if m]
    return found


def text(value):
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"


class Quoted:
    """What the two databases with double quotes share."""

    def lanes(self):
        return [self]

    def start(self, tables):
        self.names = columns(tables)
        for name in self.names:
            self.execute(f'DROP TABLE IF EXISTS "{name}"')
        for statement in tables.split(";\n"):
            if statement.strip():
                self.execute(statement)

    def load(self, table, rows):
        self.execute(f'DELETE FROM "{table}"')
        self.add(table, rows)

    def add(self, table, rows):
        if rows:
            values = ", ".join("(" + ", ".join(text(cell) for cell in row) + ")" for row in rows)
            self.execute(f'INSERT INTO "{table}" VALUES {values}')


class DuckDB(Quoted):
    name = "duckdb"

    def __init__(self, work):
        import duckdb
        self.connection = duckdb.connect(":memory:")
        self.execute("SET threads = 1")

    def execute(self, statement):
        return self.connection.execute(statement)

    def query(self, statement):
        found = self.connection.execute(statement)
        return [column[0] for column in found.description], found.fetchall()

    def stop(self):
        self.connection.close()


class PostgreSQL(Quoted):
    """A server of its own on a socket below the work folder; it refuses to be root."""

    name = "postgresql"

    def __init__(self, work):
        import psycopg
        tools = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.home = pathlib.Path(work).resolve() / "postgresql"
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        # Names of sockets are short.
        self.socket = pathlib.Path(f"/tmp/jili-pg-{os.getpid()}")
        self.socket.mkdir(mode=0o700)
        self.user = {}
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres")
            self.user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            for folder in (self.home, self.socket):
                os.chown(folder, account.pw_uid, account.pw_gid)
        data = self.home / "data"
        self.run([tools / "initdb", "-D", data, "-U", "jili", "-A", "trust", "-E", "UTF8",
                  "--locale=C", "--no-sync"])
        self.server = subprocess.Popen(
            [tools / "postgres", "-D", data, "-k", self.socket, "-c", "listen_addresses=",
             "-c", "fsync=off", "-c", "jit=off"],
            stdout=subprocess.DEVNULL, stderr=open(self.home.parent / "postgresql.log", "w"),
            cwd="/", **self.user)
        for _ in range(100):
            try:
                self.connection = psycopg.connect(
                    f"host={self.socket} user=jili dbname=postgres", autocommit=True)
                break
            except psycopg.OperationalError:
                time.sleep(0.1)
        else:
            raise SystemExit("the PostgreSQL server did not start")
        self.execute("SET client_min_messages = error")

    def run(self, command):
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", **self.user)
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)

    def execute(self, statement):
        return self.connection.execute(statement.encode())

    def query(self, statement):
        found = self.execute(statement)
        return [column.name for column in found.description], found.fetchall()

    def stop(self):
        self.connection.close()
        self.server.terminate()
        self.server.wait()
        shutil.rmtree(self.socket, ignore_errors=True)


class Spark:
    """A cluster on this machine: a driver and two workers in processes of their own."""

    name = "spark"

    def __init__(self, work, settings={}):
        os.environ["PYSPARK_PYTHON"] = sys.executable
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        from pyspark.sql import SparkSession
        home = pathlib.Path(work).resolve() / "spark"
        home.mkdir(parents=True, exist_ok=True)
        builder = (
            SparkSession.builder.master(os.environ.get("JILI_SPARK", "local-cluster[2,1,1024]"))
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "3")
            .config("spark.sql.warehouse.dir", str(home / "warehouse"))
            .config("spark.local.dir", str(home / "local"))
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.debug.maxToStringFields", "10")
            .config("spark.driver.memory", "4g")
            # One stage in one method is more than its compiler takes; it would fall back each time.
            .config("spark.sql.codegen.wholeStage", "false")
            # Each step of a query is one round of its analysis.
            .config("spark.sql.analyzer.maxIterations", "1000")
            # Conditions of conditions grow with every step; the files are small, the plans are long.
            .config("spark.sql.constraintPropagation.enabled", "false")
            .config("spark.sql.adaptive.enabled", "false")
            .config("spark.sql.codegen.factoryMode", os.environ.get("JILI_SPARK_CODE", "FALLBACK"))
            .config("spark.log.level", "ERROR"))
        for name, value in settings.items():
            builder = builder.config(name, value)
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")
        self.rows = {}

    def lanes(self):
        """Engines with views of their own on one cluster: while one plans, another computes."""
        return [self, *(self.lane() for _ in range(int(os.environ.get("JILI_SPARK_LANES", 3)) - 1))]

    def lane(self):
        other = copy.copy(self)
        other.session = self.session.newSession()
        other.rows = {}
        return other

    def start(self, tables):
        self.names = columns(tables)
        for name in self.names:
            self.load(name, [])

    def load(self, table, rows):
        self.rows[table] = []
        self.add(table, rows)

    def add(self, table, rows):
        from pyspark.sql import functions
        from pyspark.sql.types import StringType, StructField, StructType
        self.rows[table] += [[None if c is None else str(c) for c in row] for row in rows]
        fields = self.names[table]
        plain = StructType([StructField(f"c{i}", StringType()) for i in range(len(fields))])
        frame = self.session.createDataFrame(self.rows[table], plain)
        frame = frame.select(*[
            functions.col(f"c{i}").cast(kind).alias(name)
            for i, (name, kind) in enumerate(fields)])
        frame.repartition(3).createOrReplaceTempView("`" + table.replace("`", "``") + "`")

    def query(self, statement):
        found = self.session.sql(statement)
        return found.columns, [tuple(row) for row in found.collect()]

    def stop(self):
        self.session.stop()


ENGINES = {engine.name: engine for engine in (DuckDB, PostgreSQL, Spark)}
