// Progress, consents and the user interface's small state, kept in one SQLite file that several windows share.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace tt::store {

// How far one step of a lesson is. The store keeps the words and doesn't judge them: which proof may replace which is the
// server's rule.
struct StepRecord {
  std::string step;
  std::string status;      // "todo", "running", "done", "failed"
  std::string by;          // what the status rests on: "exit", "gate", "tick"; empty: nothing yet
  std::string job;         // the job that decided; empty: none did
  std::string detail;      // for people: "PCC 0.99987"
  std::int64_t at_ms = 0;  // wall clock, ms since the epoch

  bool operator==(const StepRecord&) const = default;
};

// A lesson's pack and id.
using LessonKey = std::pair<std::string, std::string>;

// What became of the file when it was opened.
enum class Mode {
  kPersistent,  // written to disk
  kReadOnly,    // a newer version of this program wrote it: read, never written
  kEphemeral,   // no usable disk: everything works, and is forgotten at the end
};

// Invariant: holds an open database whose schema is ours, or one that is newer and never written. Its functions block (a
// write waits for the disk, and up to 5 s for another process), and one thread at a time may call them. Any number of
// stores, in any number of processes, may be open on one file.
class Store {
 public:
  // Opens or creates `file`; its folder is made 0700 and the file 0600 whatever the umask. A damaged file is moved aside to
  // "<file>.damaged-<n>" and what can still be read of the steps and values goes into a new one; consents are asked for
  // again. Where the disk can't be used the store is kEphemeral, filled with what could be read. So an error (kInternal)
  // means that not even memory was to be had.
  static Result<Store> open(const std::filesystem::path& file);

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  Mode mode() const;
  bool ephemeral() const { return mode() == Mode::kEphemeral; }
  // One sentence for the user on why the mode isn't kPersistent, or on what was lost with a damaged file. Empty: all is well.
  const std::string& notice() const;

  // Every function below: kBusy where another process held the file for 5 s, kIo where the disk refused, kUnsupported for a
  // write to a store that is kReadOnly.

  Result<std::vector<StepRecord>> steps(std::string_view pack, std::string_view lesson);  // by step id
  // Every lesson's, in one read: where another process holds the file that is one wait and not one for each lesson.
  Result<std::map<LessonKey, std::vector<StepRecord>>> all_steps();
  Result<void> put_step(std::string_view pack, std::string_view lesson, const StepRecord& record);  // replaces
  Result<void> clear_step(std::string_view pack, std::string_view lesson, std::string_view step);   // absent is fine

  // A consent's key says everything that was agreed to (pack, version, argv); the caller makes it.
  Result<bool> has_consent(std::string_view key);
  Result<void> add_consent(std::string_view key, std::int64_t at_ms);

  Result<std::optional<std::string>> get(std::string_view key);
  Result<void> put(std::string_view key, std::string_view value);

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tt::store
