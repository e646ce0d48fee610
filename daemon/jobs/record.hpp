// What the daemon knows about one job, as plain values.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gates/faults.hpp"
#include "gates/gate.hpp"
#include "gates/marks.hpp"
#include "gates/measurement.hpp"
#include "gates/progress.hpp"
#include "jobdir/spec.hpp"
#include "jobdir/start_message.hpp"

namespace tt::jobs {

enum class JobState {
  kQueued,  // waits for its card
  kRunning,
  kExited,      // the program ended by itself: exit_code
  kSignaled,    // a signal that nobody here sent ended it: signal
  kExecFailed,  // the program could not be started: reason
  kTimedOut,
  kCancelled,  // the user stopped it
  kLost,       // its supervisor died, or the machine was restarted: reason
};

// Everything but queued and running.
bool is_final(JobState state);

// The name that goes over the wire: "queued", "execFailed".
std::string_view to_string(JobState state);

// "SIGKILL"; "SIG34" for a number without a name.
std::string signal_name(int number);

// The errors and warnings of a log.
struct Marks {
  std::vector<gates::Mark> list;  // in the order of the log, at most gates::MarkReader::kMaxMarks
  bool complete = true;           // nothing was left out
};

// What a queued job waits for.
struct QueueRecord {
  std::uint32_t position = 1;            // from 1: waiting jobs that get their turn first, and itself
  std::string holder;                    // who holds the card, for people: "#3 demo", "python3 (process 4242)"; empty: nobody
  std::string job;                       // where one of our jobs holds it: its id
  std::optional<std::int64_t> since_ms;  // wall clock, where it is known
};

// For people: "n150 0", "n300 0, n300 1", "n150 0 or n150 1"; the need itself where the choices are too many to read; empty for
// none.
std::string describe_cards(const std::vector<jobdir::CardChoice>& choices, std::string_view need);

struct JobRecord {
  std::string id;            // a ULID; empty never
  std::uint32_t number = 0;  // counts up from 1 per state folder, for people
  std::string title;
  std::string command;  // empty: a file of the user's own
  std::string lesson;   // empty: none
  std::string step;     // empty: none
  std::string pack;     // who declares the command, with version
  std::vector<std::string> argv;
  std::string cwd;
  std::string device;                          // the cards that it holds or waits for, for people; empty: none
  std::vector<std::string> leases;             // of the cards that it holds, or of all for which it waits
  std::optional<QueueRecord> queue;            // with kQueued
  std::vector<std::string> environment;        // NAME=value of what was added to the daemon's own; a secret's value is left out
  std::vector<std::string> cards_environment;  // the same, of what follows from the cards that it has
  std::vector<std::pair<std::string, std::string>> arguments;  // of `command`, as text
  std::string need;                                            // the cards that were asked for
  std::optional<jobdir::FileSpec> file;                        // the file of the user's own that it runs
  JobState state = JobState::kQueued;
  bool stopping = false;                    // a stop is under way
  std::optional<int> exit_code;             // with kExited
  std::string signal;                       // with kSignaled: "SIGKILL"
  std::string reason;                       // why it is queued, lost, or could not be executed
  std::int64_t created_ms = 0;              // wall clock, since the epoch
  std::optional<std::int64_t> ended_ms;     // wall clock; with a final state, where it is known
  std::int64_t started_boottime_ns = 0;     // of this boot; 0: not started, or not known
  std::optional<std::int64_t> duration_ms;  // of a final state, where it is known. Of a live job see duration_now_ms()
  std::uint64_t size = 0;                   // bytes of out.log so far
  std::string log;                          // path of out.log; empty: there is none yet
  std::uint64_t missing = 0;                // bytes of output that can't be read in it: its limit, or a full disk
  bool pinned = false;                      // kept whatever its age and size
  std::vector<gates::Gate> gates;
  std::optional<gates::Verdict> verdict;  // of its gates, where it has any
  std::vector<gates::Measurement> measurements;
  std::optional<gates::Progress> progress;  // what the latest lines of its log say
  std::optional<gates::Fault> fault;        // the known fault that its log or its end shows
  std::shared_ptr<const Marks> marks;       // null: the log was not read for them, as of jobs that ended long ago
  // The folder was written by another version of this program: shown, never touched.
  bool read_only = false;
};

// Whether a secret was taken out of one of these texts of a record.
bool lacks_secret(const std::vector<std::string>& texts);

// Milliseconds from start to end, or from start to now while it runs; empty where that isn't known.
std::optional<std::int64_t> duration_now_ms(const JobRecord& record);

struct Graces {
  std::chrono::milliseconds interrupt{5000};  // from SIGINT to SIGTERM, 1 s to 1 h
  std::chrono::milliseconds terminate{5000};  // from SIGTERM to SIGKILL, 1 s to 1 h
};

struct StartRequest {
  std::string title;
  std::string command;
  std::string lesson;
  std::string step;
  std::string pack;
  std::vector<std::string> argv;  // argv[0]: a bare name (looked up on the child's PATH) or an absolute path; not empty
  std::string cwd;                // absolute
  // The whole environment of the child. Values travel through a pipe only: never in argv, never to disk.
  std::vector<std::pair<std::string, std::string>> environment;
  std::vector<std::string> secret_names;  // of environment: their values are redacted in the log
  // Of those, what was added to the daemon's own: shown and kept, without the values of secrets.
  std::vector<std::pair<std::string, std::string>> added;
  std::vector<std::pair<std::string, std::string>> arguments;  // of `command`, as text, so that it can be run again
  std::optional<jobdir::FileSpec> file;
  std::string need;                         // the cards it needs, as they were asked for
  std::vector<jobdir::CardChoice> choices;  // the first that is free is taken; empty: no card
  std::string system_root = "/";            // where the supervisor looks for programs that use a card
  std::vector<gates::Gate> gates;
  jobdir::OutputMode mode = jobdir::OutputMode::kPty;
  std::uint16_t columns = 120;  // 1 to 1000
  std::uint16_t rows = 30;      // 1 to 1000
  Graces graces;
  std::chrono::milliseconds time_limit{0};  // 0: none
  std::uint64_t log_limit = 0;              // bytes of its log that are kept: beginning and end; 0: all
};

struct ReadRequest {
  std::uint64_t offset = 0;
  std::uint32_t max_bytes = 61440;    // 1 to 1048576; for bytes inside the answer at most 61440 count
  std::chrono::milliseconds wait{0};  // 0 to 60 s
  bool allow_file = false;            // the client can read the log file itself; without effect where `plain` is set
  bool plain = false;                 // without any escape sequence
};

struct ReadAnswer {
  std::uint64_t offset = 0;      // of the first raw byte of the data: behind a gap where the read was to begin inside it
  std::uint64_t next = 0;        // raw bytes: where to go on reading
  std::string data;              // filtered, valid UTF-8; empty with `file`
  std::string file;              // path whose bytes from offset to next need no filter; empty: none
  bool end = false;              // the job is over and nothing follows `next`
  std::optional<JobRecord> job;  // with `end`: the final record
};

}  // namespace tt::jobs
