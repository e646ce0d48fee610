// A pack of two lessons in memory, and a text in it that is being written.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "authoring/knowledge.hpp"
#include "authoring/text_places.hpp"
#include "commands/yaml.hpp"
#include "lessons/lint.hpp"

namespace bench {

inline constexpr char kManifest[] = R"(
pack: {id: p, title: The pack, version: 1.0.0}
lessons:
  - file: draft.md
    phases: [{id: only, title: Only}]
    steps:
      - {id: measure, phase: only, title: Measure it, command: tenstorrent.test.run, arguments: {mode: fast}}
      - {id: think, phase: only, title: Think, proof: tick}
commands:
  - id: tenstorrent.test.run
    title: Run it
    kind: job
    parameters:
      - {name: mode, type: string, choices: [fast, careful], required: true, help: How it runs}
      - {name: warm, type: boolean, default: false, help: Whether it warms up}
      - {name: rows, type: integer, minimum: 1, maximum: 100, help: How many rows}
    argv: [/bin/echo, '${arg.mode}']
  - {id: tenstorrent.checkMachine, title: Check this machine, kind: action}
)";

inline constexpr char kOther[] = R"(---
id: other-lesson
title: The other lesson
description: About something else.
category: basics
tags: [first, second]
supportedHardware: [n150]
---

# The other

## A part of it
)";

// The same room's YAML reads JSON of this size; in the daemon it is the protocol's reader.
inline tt::Result<tt::commands::GivenArguments> read_arguments(const std::string& json) {
  if (json.empty()) return tt::commands::GivenArguments{};
  const auto tree = tt::commands::parse_yaml(json);
  if (!tree) return tt::fail(tt::ErrorKind::kInvalidArgument, "no JSON");
  std::vector<tt::commands::Value> list;
  std::map<std::string, tt::commands::Value> named;
  for (const auto& item : tree->items) list.push_back(tt::commands::typed_value(item));
  for (const auto& entry : tree->entries) named[entry.key] = tt::commands::typed_value(entry.value);
  if (tree->kind == tt::commands::Yaml::Kind::kMap) return named;
  return list;
}

// Invariant: `knowledge` points at the members beside it. A `|` in the text is taken out; `at` is where it stood.
struct Bench {
  std::string text;
  std::size_t at = 0;
  tt::commands::Manifest manifest;
  tt::commands::CommandTable commands;
  std::vector<tt::lessons::LessonEntry> lessons;
  tt::authoring::Knowledge knowledge;

  explicit Bench(std::string written) : text(std::move(written)) {
    at = text.find('|');
    if (at == std::string::npos) {
      at = 0;
    } else {
      text.erase(at, 1);
    }
    std::vector<tt::commands::Problem> problems;
    auto read = tt::commands::parse_manifest(kManifest, problems);
    REQUIRE(read.has_value());
    REQUIRE(problems.empty());
    manifest = std::move(*read);
    commands.add(manifest, "/packs/p");
    add("draft.md", text);
    add("other.md", kOther);
    knowledge = {"draft.md", {{"/packs/p", lessons}}, &manifest.lessons.front(), &commands};
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  void add(const std::string& file, const std::string& content) {
    auto lesson = tt::lessons::parse_lesson(file, content);
    REQUIRE(lesson.has_value());
    lessons.push_back({file, std::move(*lesson)});
  }

  tt::authoring::Document document() const { return {text, &lessons.front().lesson}; }

  std::string written(tt::authoring::TextSpan span) const { return text.substr(span.begin, span.end - span.begin); }
};

// A text with front matter around a body.
inline std::string lesson(const std::string& body) { return "---\nid: draft\ntitle: A draft\n---\n\n" + body; }

}  // namespace bench
