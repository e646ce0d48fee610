// From a declared command, or a file of the user's own, to the job that would run: checked, complete, and fit to be shown.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "commands/arguments.hpp"
#include "commands/expand.hpp"
#include "commands/table.hpp"
#include "devices/inventory.hpp"
#include "environment.hpp"
#include "jobs/record.hpp"

namespace tt::launch {

// What the machine and the user's settings contribute.
struct Context {
  std::string home;               // absolute
  std::string tt_metal;           // absolute; need not exist
  std::string python;             // a path, or a bare name for PATH
  std::string workspace;          // absolute; empty where no folder is open
  std::string system_root = "/";  // where sys, proc and dev are looked for
  devices::Inventory inventory;
  Variables environment;                                                           // of the daemon
  jobs::Graces device_graces{std::chrono::seconds(60), std::chrono::seconds(15)};  // for jobs that hold a card
};

// What the user is shown before anything runs. Every text has control, bidirectional and zero-width characters escaped.
struct Preview {
  std::string title;
  std::vector<std::string> argv;
  std::string cwd;
  std::vector<std::string> environment;  // NAME=value of what is added to the daemon's own; secrets without their value
  std::string device;
  std::string pack;
};

struct Prepared {
  Preview preview;
  jobs::StartRequest request;
  std::string consent_key;    // empty: a file of the user's own, which asks for no consent
  bool holds_secret = false;  // among the arguments or variables of the command: then a yes must not be written down
};

// A Python file, a pytest function in it, or tests of a file or folder.
struct FileTarget {
  std::filesystem::path path;
  std::string function;                 // "test_x" or "TestA::test_x"; empty: the whole file
  bool pytest = false;                  // run the whole file with pytest
  std::vector<std::string> tests = {};  // node ids of a collection of `path`; empty: all
  bool collect = false;                 // list the tests instead, without a card
};

// On PATH or in the folders beside it in which people keep Tenstorrent's tools, ~/.local/bin and ~/.tenstorrent-venv/bin.
std::optional<std::filesystem::path> find_tool(const std::string& name, const Context& context);

// Expands the command and checks what it requires: files, programs, a card. Reads the disk: call it on a pool thread.
// `device` is the cards it needs (commands/device_need.hpp) instead of those that it declares. kPrerequisite with the
// manifest's own words where something is missing, else as commands::expand() and choose_cards().
Result<Prepared> prepare_command(const commands::DeclaredCommand& command, const commands::Arguments& arguments,
                                 const Context& context, const std::optional<std::string>& device = {});

// The file's Python: tt-metal's own environment for a file inside the tt-metal checkout, else the setting. A card is
// leased where the machine has one and tests aren't just listed, or as `device` says. kNotFound where there is no such file,
// kPrerequisite without a Python, or without a pytest where that can be seen.
Result<Prepared> prepare_file(const FileTarget& target, const Context& context, const std::optional<std::string>& device = {});

// An earlier run with other arguments. No command declares it, so the user is asked.
struct EditedRun {
  std::string title;
  std::vector<std::string> argv;
  std::string cwd;
  Variables environment;  // what was added for the earlier run, whatever its cards
  std::string need;       // empty: no card
};

// kInvalidArgument for an empty argv, kPrerequisite where its program, folder or cards aren't there.
Result<Prepared> prepare_edited(const EditedRun& run, const Context& context);

}  // namespace tt::launch
