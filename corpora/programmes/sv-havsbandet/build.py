import sys, json, re
sys.path[:0] = ["/work/main/src", "/work/lab"]
import codes
from collections import Counter
from pathlib import Path
folder = Path(__file__).parent
lines = "".join(p.read_text() for p in sorted(folder.glob("a?.txt"))).split("\n")
src, labels, pend, goals, measures = [], [], [], {}, []
cur, infront = None, 0
def kv(s):
    parts = [x.strip() for x in s.split(";;")]
    d = {}
    for x in parts[1:]:
        k, _, v = x.partition("=")
        d[k.strip()] = v.strip()
    return parts[0], d
CAP = re.compile(r"^(?:Figur|Tabell|Bild) \d+\. ")
for i, l in enumerate(lines):
    if l.startswith(">>"):
        pend.append((kv(l[2:].strip()), cur)); continue
    if l.startswith(">G"):
        q, d = kv(l[2:].strip()); k, _, q = q.partition(": ")
        goals[k] = {"quote": q, "perspectives": [x for x in d["p"].split(",") if x]}
        if "goal" not in cur[1]["elements"]: print("NB no G", q)
        continue
    m = re.match(r"^(.*?) @@ (\S+) (\S+) (\S+)$", l)
    lab = None
    if m: l, lab = m.group(1), m.group(2, 3, 4)
    assert "@@" not in l, l
    src.append(l)
    if l.strip() == "---": infront += 1; continue
    if infront < 2 or not l.strip() or l.startswith(("#", ":::", "[^")) or CAP.match(l):
        assert not lab, l; continue
    if l.startswith("|"):
        if re.match(r"^\|[-|]+\|$", l): assert not lab; continue
        if re.match(r"^\|[-|]+\|$", lines[i + 1]): assert not lab; continue
        place = "table"
    elif re.match(r"^\s*(-|\d+\.) ", l): place = "list"
    else: place = "prose"
    lab = lab or ("-", "-", "-")
    labels.append(f"{len(labels) + 1} " + " ".join(lab))
    cur = (place, codes.parse(labels[-1])[1], l)
text = "\n".join(src).strip() + "\n"
(folder / "source.md").write_text(text)
(folder / "labels.txt").write_text("\n".join(labels) + "\n")
OWN = (("responsible","responsibility"),("funding","funding"),("resources","resources"),("timetable","timetable"),("indicator","indicator"))
cover = {}
for (q, d), (place, lab, passage) in pend:
    lst = lambda k: [x.strip() for x in d.get(k, "").split("|") if x.strip()]
    cl = lambda k, n: [x for x in d[k].split(",") if x] if k in d else lab[n]
    assert not set(d) - set("grfstixphv"), (q, d)
    m = {"quote": q, "place": place, "status": {"p": "past", "e": "existing"}.get(d.get("x"), "planned"),
         "goal": goals[d["g"]]["quote"] if d.get("g") else "", "perspectives": cl("p", "perspectives"), "house": cl("h", "house"),
         "responsible": lst("r"), "vague": "v" in d, "funding": lst("f"), "resources": lst("s"), "timetable": lst("t"), "indicator": lst("i")}
    measures.append(m)
    if q not in passage: print("NB quote not in its passage", q)
    c = cover.setdefault(passage, [lab, set(), set(), set()])
    for f, e in OWN:
        if m[f]: c[1].add(e)
        if m[f] and e not in lab["elements"]: print("NB", e, "not in label:", q)
        for w in m[f]:
            if w not in passage: print("  elsewhere:", f, repr(w), "|", q)
    c[2] |= set(m["perspectives"]); c[3] |= set(m["house"])
for p, (lab, e, pp, h) in cover.items():
    lack = set(lab["elements"]) - e - {"measure", "goal"}
    if lack or set(lab["perspectives"]) - pp or set(lab["house"]) - h: print("label beyond measures:", lack, set(lab["perspectives"]) - pp, set(lab["house"]) - h, p[:70])
crit, ev = {}, {}
for l in (folder / "crit.txt").read_text().splitlines() if (folder / "crit.txt").exists() else []:
    if l.strip():
        p = [x.strip() for x in l.split(" | ")]; k, n = p[0].split(); crit[k] = int(n)
        if int(n): ev[k] = p[1:]
cp = set().union(*[m["perspectives"] for m in measures], *[g["perspectives"] for g in goals.values()])
ch = set().union(*[m["house"] for m in measures])
gold = {"id": folder.name, "language": "sv", "organisation": "wellbeing_services_county", "title": re.search(r"^title: (.*)$", text, re.M).group(1),
        "author": "osallisuus_nlp", "licence": "CC-BY-4.0", "measures": measures, "goals": list(goals.values()), "document_gaps": [],
        "uncovered": {"perspectives": [x for x in codes.P.values() if x not in cp], "house": [x for x in codes.H.values() if x not in ch]},
        "criteria": crit, "evidence": ev}
(folder / "gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n")
n = len(measures)
print({f: f"{sum(bool(m[f]) for m in measures)}/{n}" for f, _ in OWN}, "vague", sum(m["vague"] for m in measures), Counter(m["status"] for m in measures), Counter(m["place"] for m in measures))
pl = [m for m in measures if m["status"] == "planned"]
print("planned:", {f: f"{sum(bool(m[f]) for m in pl)}/{len(pl)}" for f, _ in OWN})
print("goals without measure", [g["quote"] for g in goals.values() if not any(m["goal"] == g["quote"] for m in measures)], gold["uncovered"])
