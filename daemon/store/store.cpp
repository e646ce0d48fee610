#include "store.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <utility>

#include "contents.hpp"
#include "folder.hpp"

namespace tt::store {
namespace {

Error to_error(const Failure& failure, const std::filesystem::path& file) {
  switch (failure.kind) {
    case Failure::Kind::kBusy:
      return {ErrorKind::kBusy, fmt::format("Another window kept {} locked for 5 s.", file.string()), "Try again."};
    case Failure::Kind::kMemory: return {ErrorKind::kInternal, "There is no memory left for the progress file.", {}};
    default:
      return {ErrorKind::kIo, fmt::format("Progress can't be read from or written to {}: {}.", file.string(), failure.message),
              "Check that the disk has space left and that the folder is yours to write."};
  }
}

}  // namespace

// Invariant: mode kPersistent with a database or, while it couldn't be opened because it was busy, without; the other modes
// always with one.
struct Store::State {
  using Work = std::function<Outcome<void>(Database&)>;

  std::filesystem::path file;
  Mode mode = Mode::kPersistent;
  std::string notice;
  PlaceLock lock;
  std::optional<Database> database;

  Outcome<void> open_file();
  Result<void> repair();
  Result<void> become_ephemeral(const std::string& reason, const Contents& contents);
  Result<void> open();
  Result<void> use(const Work& work);
  Result<void> change(const Work& work);
};

// Opens the file as it is. The caller holds the lock.
Outcome<void> Store::State::open_file() {
  database.reset();
  mode = Mode::kPersistent;
  if (Result<void> ready = prepare_place(file); !ready)
    return std::unexpected(Failure{Failure::Kind::kDisk, ready.error().message});
  Outcome<Database> opened = Database::open(file, Access::kReadWrite);
  if (!opened) return std::unexpected(opened.error());
  const Outcome<Schema> schema = prepare_schema(*opened);
  if (!schema) {
    Failure failure = schema.error();
    // SQLite won't write a file whose header names an unknown format: of one that we may write, that is damage.
    if (failure.kind == Failure::Kind::kDisk && failure.message.contains("readonly") && ::access(file.c_str(), W_OK) == 0 &&
        ::access(file.parent_path().c_str(), W_OK) == 0) {
      failure.kind = Failure::Kind::kDamaged;
    }
    return std::unexpected(failure);
  }
  if (*schema == Schema::kNewer) {
    opened = Database::open(file, Access::kReadOnly);
    if (!opened) return std::unexpected(opened.error());
    mode = Mode::kReadOnly;
    notice =
        fmt::format("{} was written by a newer version, so progress is shown but not stored. Update the extension.", file.string());
  }
  database = std::move(*opened);
  return {};
}

// Moves a damaged file aside and goes on with what can be saved of it. The caller holds no lock.
Result<void> Store::State::repair() {
  database.reset();
  if (Result<void> locked = lock.lock_alone(); !locked) return locked;
  struct Unlock {
    PlaceLock& lock;
    ~Unlock() { lock.unlock(); }
  } unlock{lock};

  Outcome<void> opened = open_file();
  if (opened) return {};  // another process was quicker
  if (opened.error().kind != Failure::Kind::kDamaged) return std::unexpected(to_error(opened.error(), file));
  const std::string damage = opened.error().message;

  const Contents contents = salvage(file);
  const std::filesystem::path aside = place_for_damaged(file);
  if (Result<void> moved = move_aside(file, aside); !moved) return become_ephemeral(moved.error().message, contents);
  opened = open_file();
  if (opened) opened = put_contents(*database, contents);
  if (!opened) return become_ephemeral(opened.error().message, contents);
  notice = fmt::format("{} was damaged ({}). {} steps could be saved; the old file is kept as {}.", file.string(), damage,
                       contents.steps.size(), aside.filename().string());
  return {};
}

Result<void> Store::State::become_ephemeral(const std::string& reason, const Contents& contents) {
  Outcome<Database> memory = Database::open({}, Access::kMemory);
  Outcome<void> filled;
  if (memory) {
    const Outcome<Schema> schema = prepare_schema(*memory);
    filled = schema ? put_contents(*memory, contents) : Outcome<void>(std::unexpected(schema.error()));
  }
  if (!memory || !filled) return fail(ErrorKind::kInternal, "There is no memory for keeping progress.");
  database = std::move(*memory);
  mode = Mode::kEphemeral;
  notice = fmt::format("Progress is kept only until the window closes: {}", reason);
  return {};
}

Result<void> Store::State::open() {
  if (Result<void> ready = prepare_place(file); !ready) return become_ephemeral(ready.error().message, salvage(file));
  Result<PlaceLock> place = PlaceLock::open(file);
  if (!place) return become_ephemeral(place.error().message, salvage(file));
  lock = std::move(*place);
  // A store that is busy now opens at its first use.
  if (!lock.lock_shared()) return {};
  Outcome<void> opened = open_file();
  lock.unlock();
  if (opened || opened.error().kind == Failure::Kind::kBusy) return {};
  if (opened.error().kind == Failure::Kind::kDamaged) {
    Result<void> repaired = repair();
    if (repaired || repaired.error().kind == ErrorKind::kBusy) return {};
    return become_ephemeral(repaired.error().message, salvage(file));
  }
  return become_ephemeral(opened.error().message, salvage(file));
}

// Runs `work` on an open database; one that turns out to be damaged is repaired, and the work done again.
Result<void> Store::State::use(const Work& work) {
  for (bool is_repaired = false;; is_repaired = true) {
    Outcome<void> done;
    if (mode == Mode::kEphemeral) {
      done = work(*database);
      if (!done) return std::unexpected(to_error(done.error(), file));
      return {};
    }
    if (Result<void> locked = lock.lock_shared(); !locked) return locked;
    if (!database || database->has_moved()) done = open_file();
    if (done) done = work(*database);
    lock.unlock();
    if (done) return {};
    if (done.error().kind != Failure::Kind::kDamaged || mode == Mode::kReadOnly || is_repaired) {
      return std::unexpected(to_error(done.error(), file));
    }
    if (Result<void> repaired = repair(); !repaired) return repaired;
  }
}

Result<void> Store::State::change(const Work& work) {
  bool is_refused = false;
  Result<void> done = use([&](Database& open_database) -> Outcome<void> {
    is_refused = mode == Mode::kReadOnly;  // asked here: opening may just have found a newer file
    if (is_refused) return {};
    return open_database.write([&] { return work(open_database); });
  });
  if (done && is_refused) {
    return fail(ErrorKind::kUnsupported, fmt::format("{} was written by a newer version and isn't changed.", file.string()),
                "Update the extension.");
  }
  return done;
}

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::filesystem::path& file) {
  auto state = std::make_unique<State>();
  state->file = file;
  if (Result<void> opened = state->open(); !opened) return std::unexpected(opened.error());
  return Store(std::move(state));
}

Mode Store::mode() const { return state_->mode; }
const std::string& Store::notice() const { return state_->notice; }

Result<std::vector<StepRecord>> Store::steps(std::string_view pack, std::string_view lesson) {
  std::vector<StepRecord> records;
  const Result<void> done = state_->use([&](Database& database) {
    records.clear();
    return database.run("SELECT step, status, \"by\", job, detail, at_ms FROM steps WHERE pack = ? AND lesson = ? ORDER BY step",
                        {pack, lesson}, [&](const Row& row) {
                          records.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.integer(5)});
                        });
  });
  if (!done) return std::unexpected(done.error());
  return records;
}

Result<std::map<LessonKey, std::vector<StepRecord>>> Store::all_steps() {
  std::map<LessonKey, std::vector<StepRecord>> records;
  const Result<void> done = state_->use([&](Database& database) {
    records.clear();
    return database.run("SELECT pack, lesson, step, status, \"by\", job, detail, at_ms FROM steps ORDER BY step", {},
                        [&](const Row& row) {
                          records[{row.text(0), row.text(1)}].push_back(
                              {row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.integer(7)});
                        });
  });
  if (!done) return std::unexpected(done.error());
  return records;
}

Result<void> Store::put_step(std::string_view pack, std::string_view lesson, const StepRecord& record) {
  return state_->change([&](Database& database) {
    return database.run("INSERT OR REPLACE INTO steps VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                        {pack, lesson, record.step, record.status, record.by, record.job, record.detail, record.at_ms});
  });
}

Result<void> Store::clear_step(std::string_view pack, std::string_view lesson, std::string_view step) {
  return state_->change([&](Database& database) {
    return database.run("DELETE FROM steps WHERE pack = ? AND lesson = ? AND step = ?", {pack, lesson, step});
  });
}

Result<bool> Store::has_consent(std::string_view key) {
  bool found = false;
  const Result<void> done = state_->use([&](Database& database) {
    found = false;
    return database.run("SELECT 1 FROM consents WHERE key = ?", {key}, [&](const Row&) { found = true; });
  });
  if (!done) return std::unexpected(done.error());
  return found;
}

Result<void> Store::add_consent(std::string_view key, std::int64_t at_ms) {
  return state_->change(
      [&](Database& database) { return database.run("INSERT OR REPLACE INTO consents VALUES(?, ?)", {key, at_ms}); });
}

Result<std::optional<std::string>> Store::get(std::string_view key) {
  std::optional<std::string> value;
  const Result<void> done = state_->use([&](Database& database) {
    value.reset();
    return database.run("SELECT value FROM kv WHERE key = ?", {key}, [&](const Row& row) { value = row.text(0); });
  });
  if (!done) return std::unexpected(done.error());
  return value;
}

Result<void> Store::put(std::string_view key, std::string_view value) {
  return state_->change([&](Database& database) { return database.run("INSERT OR REPLACE INTO kv VALUES(?, ?)", {key, value}); });
}

}  // namespace tt::store
