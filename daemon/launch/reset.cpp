#include "reset.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/utf8.hpp"
#include "devices/topology.hpp"

namespace tt::launch {
namespace {

namespace fs = std::filesystem;
using Cards = std::vector<devices::Device>;

// tt-smi ends within this time where it works at all: a card in 15 s, a galaxy's trays in up to a quarter of an hour.
constexpr std::chrono::minutes kCardLimit{2};
constexpr std::chrono::minutes kGalaxyLimit{16};

constexpr char kBrokerSocket[] = "run/tt-device-broker/broker.sock";

// The nodes of one board: they are reset together.
Result<Cards> choose(std::optional<std::uint32_t> index, const devices::Inventory& inventory) {
  std::set<std::string> units;
  std::string unit;
  for (const devices::Device& card : inventory.devices) {
    units.insert(devices::lease_name(card));
    if (!index || card.index == *index) unit = devices::lease_name(card);
  }
  if (units.empty()) {
    return fail(ErrorKind::kNotFound, "This machine shows no card that could be reset.",
                "Run \"Check this machine\" to see what is missing.");
  }
  if (unit.empty()) return fail(ErrorKind::kNotFound, fmt::format("There is no card {} to reset.", *index));
  if (!index && units.size() > 1) {
    return fail(ErrorKind::kInvalidArgument, "This machine has several cards, and it wasn't said which to reset.",
                "Pass the argument `index`: the N of /dev/tenstorrent/N.");
  }
  Cards cards;
  for (const devices::Device& card : inventory.devices) {
    if (devices::lease_name(card) == unit) cards.push_back(card);
  }
  return cards;
}

// tt-smi up to 3 counts cards as the driver does, later ones by PCI address. Where both come to the same, a number is right for
// either; elsewhere the node's path is for the later ones, and the earlier refuse it rather than reset another card.
std::string target_of(const Cards& cards, const devices::Inventory& inventory) {
  std::vector<std::string> addresses;
  bool same = true;
  for (const devices::Device& card : inventory.devices) {
    same = same && card.pci && card.index == addresses.size() && (addresses.empty() || addresses.back() < *card.pci);
    addresses.push_back(card.pci.value_or(""));
  }
  std::vector<std::string> targets;
  for (const devices::Device& card : cards) targets.push_back(fmt::format("{}{}", same ? "" : "/dev/tenstorrent/", card.index));
  return fmt::format("{}", fmt::join(targets, ","));
}

std::string holders_of(const Cards& cards) {
  std::vector<std::string> names;
  for (const devices::Device& card : cards) {
    for (const devices::Holder& holder : card.holders) {
      std::string name = holder.program ? utf8::visible(*holder.program) : "a process";
      name += holder.pid > 0 ? fmt::format(" ({})", holder.pid) : " that can't be seen from here";
      if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
  }
  if (names.empty()) return "held by nobody";
  return fmt::format("held by {}, which loses it", fmt::join(names, ", "));
}

std::string describe(const Cards& cards) {
  std::vector<std::string> names;
  for (const devices::Device& card : cards) names.push_back(fmt::format("{} {}", card.kind, card.index));
  return fmt::format("{}", fmt::join(names, " and "));
}

}  // namespace

Result<Prepared> prepare_reset(std::optional<std::uint32_t> index, const Context& context, const fs::path& system_root) {
  const Result<Cards> cards = choose(index, context.inventory);
  if (!cards) return std::unexpected(cards.error());
  const std::string name = describe(*cards);
  std::error_code ignored;
  if (fs::exists(system_root / kBrokerSocket, ignored)) {
    return fail(ErrorKind::kConflict,
                fmt::format("{} isn't reset: a device broker (/{}) hands out this machine's cards.", name, kBrokerSocket),
                "Ask the broker for the reset, or whoever runs it.");
  }
  const std::optional<fs::path> tt_smi = find_tool("tt-smi", context);
  if (!tt_smi) {
    return fail(ErrorKind::kPrerequisite,
                fmt::format("{} can't be reset: tt-smi is neither on PATH nor in ~/.tenstorrent-venv/bin or ~/.local/bin.", name),
                "Install it with `pip install tt-smi`, or start the editor from a shell in which it is on PATH.");
  }

  Prepared prepared;
  jobs::StartRequest& request = prepared.request;
  request.title = "Reset " + name;
  request.argv = {tt_smi->string(), "-r", target_of(*cards, context.inventory)};
  request.cwd = context.home;
  request.environment = job_environment(context.environment, {});
  request.secret_names = secret_names(request.environment);
  // No nodes: it doesn't wait for the programs that it takes the card from.
  request.choices = {jobdir::CardChoice{name, {devices::lease_name(cards->front())}, {}, {}}};
  request.graces = context.device_graces;
  request.time_limit = cards->front().kind.starts_with("galaxy") ? kGalaxyLimit : kCardLimit;
  prepared.preview = {request.title, {}, utf8::visible(request.cwd), {}, fmt::format("{}, {}", name, holders_of(*cards)),
                      "TT Bringup"};
  for (const std::string& argument : request.argv) prepared.preview.argv.push_back(utf8::visible(argument));
  return prepared;
}

}  // namespace tt::launch
