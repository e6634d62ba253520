// json-rules-engine on the cases of the benchmark: reads {rules, cases, rounds} from standard input, writes the names of
// the rules that fire in each case, and the median CPU time of a case in microseconds.
const { createRequire } = require("node:module");
const fs = require("node:fs");

const { Engine } = createRequire(`${process.argv[2]}/package.json`)("json-rules-engine");

function made(rules) {
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const rule of rules) {
    const any = rule.terms.map((term) => ({ all: term.map(([fact, value]) => ({ fact, operator: "equal", value })) }));
    engine.addRule({ conditions: { any }, event: { type: rule.name, params: { concludes: rule.concludes } } });
  }
  return engine;
}

async function run(engine, facts) {
  // Again and again until nothing new is concluded: a rule of this engine does not see what another one adds.
  const known = { ...facts };
  const fired = new Set();
  for (let more = true; more; ) {
    more = false;
    const { events } = await engine.run(known);
    for (const event of events) {
      fired.add(event.type);
      const concludes = event.params.concludes;
      if (concludes && !(concludes in known)) {
        known[concludes] = "yes";
        more = true;
      }
    }
  }
  return [...fired];
}

async function main() {
  const { rules, cases, rounds } = JSON.parse(fs.readFileSync(0, "utf8"));
  const engine = made(rules);
  const answers = [];
  for (const facts of cases) answers.push(await run(engine, facts));
  const times = [];
  for (let round = 0; round < rounds; round++) {
    for (const facts of cases) {
      const before = process.cpuUsage();
      await run(engine, facts);
      const used = process.cpuUsage(before);
      times.push(used.user + used.system);
    }
  }
  times.sort((one, other) => one - other);
  console.log(JSON.stringify({ answers, microseconds: times[times.length >> 1] }));
}

main();
