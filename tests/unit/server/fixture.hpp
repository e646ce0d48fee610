// A pack as a value, without a disk: one lesson with links, blocks and steps.
#pragma once

#include <doctest/doctest.h>

#include "packs/pack.hpp"
#include "server/library.hpp"

namespace fixture {

constexpr char kManifest[] = R"(
pack: {id: p, title: A pack, version: 1.0.0}
lessons:
  - file: first.md
    phases: [{id: only, title: Only}]
    steps:
      - {id: run, phase: only, title: Run it, command: tenstorrent.run}
      - {id: run-big, phase: only, title: Run it big, command: tenstorrent.run, arguments: {size: 100}}
      - {id: think, phase: only, title: Think, proof: tick}
commands:
  - id: tenstorrent.run
    title: Run
    kind: job
    parameters: [{name: size, type: integer, default: 1, minimum: 1, maximum: 1000}]
    argv: [/bin/echo, '${arg.size}']
  - id: tenstorrent.other
    title: Other
    kind: job
    argv: [/bin/echo]
)";

constexpr char kLesson[] = R"(---
id: first
title: First
---

# First

[Run](command:tenstorrent.run)
[Run big](command:tenstorrent.run?%7B%22size%22%3A100%7D)
[Run middling](command:tenstorrent.run?%5B50%5D)
[Other](command:tenstorrent.other)
[Nobody's](command:tenstorrent.nobodys)
[Too big](command:tenstorrent.run?%5B5000%5D)
[Broken](command:tenstorrent.run?%5B)

```text step=run
a
```

```text step=think
b
```

```text step=nowhere
c
```

```text
d
```
)";

inline tt::server::Library make_library() {
  tt::packs::Pack pack;
  pack.root = "/packs/p";
  std::vector<tt::commands::Problem> problems;
  auto manifest = tt::commands::parse_manifest(kManifest, problems);
  REQUIRE(manifest);
  for (const auto& problem : problems) MESSAGE(problem.message);
  REQUIRE(problems.empty());
  pack.manifest = std::move(*manifest);
  pack.info = pack.manifest.pack;
  pack.manifest_revision = "m1";
  auto lesson = tt::lessons::parse_lesson("first.md", kLesson);
  REQUIRE(lesson);
  pack.lessons.push_back({"first.md", std::move(*lesson)});
  pack.problems = {{"first.md", 4, tt::lessons::Severity::kWarning, "a-rule", "of the lesson"},
                   {"pack.yaml", 1, tt::lessons::Severity::kError, "a-rule", "of the manifest"}};
  tt::server::Library library;
  library.commands.add(pack.manifest, pack.root.string());
  library.packs.push_back(std::move(pack));
  return library;
}

}  // namespace fixture
