#include "step_facts.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/clock.hpp"
#include "cards.hpp"
#include "commands/expand.hpp"
#include "launch/device_choice.hpp"

namespace tt::server {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

// A step that there is something to look at for, with values of its own: the library may be swapped meanwhile.
struct Inquiry {
  std::string lesson, pack_root;
  commands::StepSpec step;
};

std::vector<Inquiry> inquiries_of(const std::vector<LessonRef>& lessons) {
  std::vector<Inquiry> inquiries;
  for (const LessonRef& lesson : lessons) {
    if (lesson.manifest == nullptr) continue;
    for (const commands::StepSpec& step : lesson.manifest->steps) {
      if (step.proof != commands::Proof::kCheck && step.stale.changed.empty()) continue;
      inquiries.push_back({lesson.entry->lesson.front_matter.id, lesson.pack->root.string(), step});
    }
  }
  return inquiries;
}

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) && fs::file_size(path, ignored) > 0;
}

// HEAD is there in a clone and in a work tree of its own; `.git` alone may be what a broken clone left.
bool is_clone(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / ".git/HEAD", ignored) || is_file(folder / ".git");
}

bool is_environment(const fs::path& folder) {
  const fs::path python = folder / "bin/python";
  std::error_code ignored;
  return fs::is_regular_file(python, ignored) && ::access(python.c_str(), X_OK) == 0;
}

StepFact check_path(const commands::CheckSpec& check, const std::string& path) {
  struct Words {
    bool holds;
    std::string_view there, missing;
  };
  const auto words = [&]() -> Words {
    switch (check.kind) {
      case commands::CheckKind::kClone: return {is_clone(path), "{} is a clone", "there is no clone at {}"};
      case commands::CheckKind::kEnvironment:
        return {is_environment(path), "{} is a Python environment", "there is no Python environment at {}"};
      default: return {is_file(path), "{} is there", "{} is missing or empty"};
    }
  }();
  return {words.holds, fmt::format(fmt::runtime(words.holds ? words.there : words.missing), path), 0, {}};
}

StepFact check_cards(const std::string& need, const devices::Inventory& inventory) {
  const auto choices = launch::choose_cards(need, inventory);
  if (!choices) return {false, choices.error().message, 0, {}};
  return {true, choices->empty() ? need : choices->front().device, 0, {}};
}

void look_for_changes(const commands::StaleSpec& stale, const commands::ExpandContext& context, StepFact& fact) {
  for (const std::string& file : stale.changed) {
    const Result<std::string> path = commands::expand_text(file, context);
    struct stat status{};
    if (!path || ::stat(path->c_str(), &status) != 0) continue;
    const std::int64_t changed = status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1'000'000;
    if (changed <= fact.changed_ms) continue;
    fact.changed_ms = changed;
    fact.changed = *path;
  }
}

StepFact answer(const Inquiry& inquiry, commands::ExpandContext context, const devices::Inventory& inventory) {
  context.pack_root = inquiry.pack_root;
  StepFact fact;
  if (inquiry.step.proof == commands::Proof::kCheck) {
    const commands::CheckSpec& check = inquiry.step.check;
    if (check.kind == commands::CheckKind::kCard) {
      fact = check_cards(check.what, inventory);
    } else if (const Result<std::string> path = commands::expand_text(check.what, context)) {
      fact = check_path(check, *path);
    } else {
      fact = {false, path.error().message, 0, {}};
    }
  }
  look_for_changes(inquiry.step.stale, context, fact);
  return fact;
}

}  // namespace

asio::awaitable<StepFacts> look_at_steps(Daemon& daemon, std::vector<LessonRef> lessons) {
  std::vector<Inquiry> inquiries = inquiries_of(lessons);
  if (inquiries.empty()) co_return StepFacts{};
  commands::ExpandContext context;
  context.home = daemon.places.home;
  context.workspace = daemon.workspace;
  context.tt_metal = co_await tt_metal_path(daemon);
  const bool asks_for_cards = std::ranges::any_of(inquiries, [](const Inquiry& inquiry) {
    return inquiry.step.proof == commands::Proof::kCheck && inquiry.step.check.kind == commands::CheckKind::kCard;
  });
  devices::Inventory inventory;
  if (asks_for_cards) inventory = co_await look_at_cards(daemon);
  co_return co_await offload(daemon.pool, [inquiries, context, inventory] {
    StepFacts facts;
    for (const Inquiry& inquiry : inquiries) facts[{inquiry.lesson, inquiry.step.id}] = answer(inquiry, context, inventory);
    return facts;
  });
}

std::optional<std::string> stale_because(const commands::StepSpec& step, const StepFact& fact, std::int64_t at_ms,
                                         std::int64_t now_ms) {
  if (fact.changed_ms > at_ms) return fmt::format("{} was changed since it was proved", fact.changed);
  if (step.stale.days && now_ms - at_ms > *step.stale.days * kDayMs) {
    return fmt::format("it was proved on {}, more than {} days ago", clock::iso8601(at_ms).substr(0, 10), *step.stale.days);
  }
  return std::nullopt;
}

}  // namespace tt::server
