"""Checks of task definitions and templates that cfn-lint does not make: limits of ECS, secrets in plain sight, names agreed on.

usage: check_templates.py TASK_DEFINITION.json... TEMPLATE.yaml...   exit status 1 and one line for every problem
"""
import functools
import json
import pathlib
import re
import sys

SECRET_NAME = re.compile(r"SECRET|PASSWORD|TOKEN|API_KEY|PRIVATE", re.I)
BOUNDS = {"interval": (5, 300), "timeout": (2, 60), "retries": (1, 10), "startPeriod": (0, 300)}
STOP_TIMEOUT = (2, 120)
FARGATE = {"256": (512, 2048), "512": (1024, 4096), "1024": (2048, 8192), "2048": (4096, 16384)}


def problems(definition):
    family = definition.get("family", "?")
    if not re.fullmatch(r"ops-pipeline-[a-z-]+", family):
        yield f"{family}: families are named ops-pipeline-..."
    low, high = FARGATE.get(definition.get("cpu"), (0, -1))
    if not low <= int(definition.get("memory", 0)) <= high:
        yield f"{family}: Fargate has no {definition.get('cpu')} CPU with {definition.get('memory')} memory"
    for container in definition["containerDefinitions"]:
        where = f"{family}/{container['name']}"
        stop = container.get("stopTimeout", 30)
        if not STOP_TIMEOUT[0] <= stop <= STOP_TIMEOUT[1]:
            yield f"{where}: stopTimeout must be 2 to 120, was {stop}"
        health = container.get("healthCheck")
        if not health:
            yield f"{where}: no healthCheck; the image's own is ignored by ECS"
        for key, (least, most) in BOUNDS.items():
            value = (health or {}).get(key, least)
            if not least <= value <= most:
                yield f"{where}: healthCheck {key} must be {least} to {most}, was {value}"
        for variable in container.get("environment", []):
            if SECRET_NAME.search(variable["name"]):
                yield f"{where}: {variable['name']} is in plain sight; refer to a secret"
        for secret in container.get("secrets", []):
            if not secret["valueFrom"].startswith("arn:aws:secretsmanager:"):
                yield f"{where}: {secret['name']} is no reference to a secret"
        if not container.get("readonlyRootFilesystem"):
            yield f"{where}: the root file system must be read-only"
        if container.get("user", "0").split(":")[0] in ("0", "root"):
            yield f"{where}: must not run as root"
        if container.get("image", "").endswith(":latest") or ":" not in container.get("image", ""):
            yield f"{where}: the image must be named by its revision"
        if container.get("logConfiguration", {}).get("options", {}).get("mode") != "non-blocking":
            yield f"{where}: a log that blocks stops the exits"


@functools.cache
def sources():
    root = pathlib.Path(__file__).resolve().parents[2]
    return "\n".join(path.read_text(encoding="utf-8") for path in root.glob("*/src/main/java/**/*.java"))


@functools.cache
def events():
    """What services can log: constant texts as JsonLines writes them, and names given as they are."""
    texts = re.findall(r'log\(\s*"([^"]+)"|alert\(\s*"([^"]+)"|"([a-z]+(?:\.[a-z_]+)+)"', sources())
    return {re.sub(r"[^a-z0-9._]+", "-", (logged or alerted or named).lower()) for logged, alerted, named in texts}


@functools.cache
def published():
    """The metrics that services publish: pinned, measured somewhere, and a timer by its longest."""
    pinned = re.findall(r'Map\.entry\("([a-z.]+)", "(\w+)"\)', sources())
    return {name + (".max" if unit == "Milliseconds" else "") for name, unit in pinned if sources().count(f'"{name}"') > 1}


@functools.cache
def filtered():
    """The metrics that filters make of log lines, a tier's without the tier."""
    templates = pathlib.Path(__file__).resolve().parents[1] / "aws"
    text = "\n".join(path.read_text(encoding="utf-8") for path in templates.glob("*.yaml"))
    return set(re.findall(r'MetricNamespace: OpsPipeline\s+MetricName: (?:!Sub )?"?(\w+)', text))


def metric_problems(path, text):
    """A dashboard that waits for a metric nobody publishes is empty, and says nothing of it."""
    for schema, asked in re.findall(r"SEARCH\('\{OpsPipeline([^}]*)\} ([^']+)'", text):
        name = re.sub(r'^MetricName=|\\?"', "", asked)
        if schema and set(schema.strip(",").split(",")) != {"service", "tier"}:
            yield f"{path}: {name} is published by service and tier, not by {schema.strip(',')}"
        if name not in (published() if schema else filtered()):
            yield f"{path}: nobody publishes the metric {name}"
    for name in re.findall(r'  Namespace: OpsPipeline\s+MetricName: (?:!Sub )?"?(\w+)', text):
        if name not in filtered():
            yield f"{path}: nobody publishes the metric {name}"


def template_problems(path, text):
    """A filter or a query that waits for an event nobody logs is worse than none."""
    waited = re.findall(r'\$\.event = "([^"]+)"', text)
    for group in re.findall(r"event in \[([^\]]+)\]", text):
        waited += re.findall(r'"([^"]+)"', group)
    waited += re.findall(r'\bevent = "([^"]+)"', text)
    for event in sorted(set(waited)):
        if event not in events():
            yield f"{path}: no service logs the event {event}"
    yield from metric_problems(path, text)


def main(paths):
    found = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        found += problems(json.loads(text)) if path.endswith(".json") else template_problems(path, text)
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
