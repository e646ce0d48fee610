// A lesson pack as loaded from its folder: manifest and lessons together, with everything that is wrong with them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "commands/manifest.hpp"
#include "lessons/catalog.hpp"
#include "lessons/overlay_files.hpp"
#include "lessons/problem.hpp"
#include "lessons/registry.hpp"

namespace tt::packs {

struct Pack {
  std::filesystem::path root;  // absolute, links resolved
  commands::PackInfo info;
  commands::Manifest manifest;                // empty where there is no pack.yaml
  std::string manifest_text;                  // empty where there is none that can be read
  std::string manifest_revision;              // changes with the manifest's text
  std::string commit;                         // of a pack that was cloned at one; empty: a folder of the user's
  std::vector<lessons::LessonEntry> lessons;  // in reading order
  lessons::Registry registry;                 // empty where there is none
  lessons::RegistryFacts registry_facts;      // what it says of each lesson
  std::vector<lessons::Problem> problems;     // of the manifest and the lessons; load_library adds those of command links
};

// What an editor holds that isn't saved.
struct Draft {
  lessons::OpenTexts texts;
  lessons::OverlayFiles::Folders folders = lessons::OverlayFiles::Folders::kAll;
};

// Reads a folder: `pack.yaml` where there is one, and every lesson beneath. A folder of lessons without a manifest is a pack
// that declares no commands. Blocks on the disk: call it on a pool thread. kNotFound where there is no folder. A lesson that
// can't be parsed, or a manifest that can't, is a problem of the pack and the rest still loads. Lessons whose text is that of
// `before`, the same pack as it was loaded before, aren't parsed again.
// With a `draft` the texts in it count for the files of their names.
Result<Pack> load_pack(const std::filesystem::path& folder, const Pack* before = nullptr, const Draft* draft = nullptr);

// The pack's folder and those beneath it in which lessons, pictures and programs lie, for watching: at most 500, links left out.
std::vector<std::filesystem::path> folders_of(const Pack& pack);

// What the manifest says of a lesson; null where it says nothing.
const commands::LessonManifest* manifest_of(const Pack& pack, const lessons::LessonEntry& entry);

// The folders beneath `folder` that are packs (hold a pack.yaml), sorted by name; `folder` itself where it is one.
std::vector<std::filesystem::path> find_packs(const std::filesystem::path& folder);

// The revision of a lesson as clients see it: changes with its text, and with its pack's manifest and registry.
std::string revision_of(const Pack& pack, const lessons::LessonEntry& entry);

}  // namespace tt::packs
