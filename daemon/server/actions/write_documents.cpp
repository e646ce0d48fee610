// Fills in the texts of a submission from what runs measured: README, CI entry, claim and pull request.
#include <fmt/format.h>

#include <algorithm>

#include "base/uri.hpp"
#include "inputs.hpp"
#include "models/sheet.hpp"
#include "models/template.hpp"
#include "report.hpp"
#include "repos/git.hpp"
#include "server/cards.hpp"
#include "server/file_change.hpp"
#include "server/model_runs.hpp"

namespace tt::server {
namespace {

constexpr char kNotKnown[] = "not known";
constexpr std::size_t kJobsToLookAt = 1000;
constexpr std::size_t kLongestModel = 200, kLongestIssue = 20;

asio::awaitable<Result<std::string>> ask_model(ActionContext& context) {
  auto model =
      co_await ask_value(context, {"model", "Model", "Its name on Hugging Face, as the runs had it", last_model(context.daemon)});
  if (!model) co_return model;
  // It becomes part of YAML, of a shell line and of Python: a name has nothing but these.
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
           c == '/';
  };
  if (!model->empty() && model->size() <= kLongestModel && std::ranges::all_of(*model, fits)) co_return model;
  co_return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' is no name of a model.", *model),
                 "Write it as on Hugging Face, such as microsoft/Phi-3-mini-128k-instruct.");
}

asio::awaitable<Result<std::string>> ask_issue(ActionContext& context) {
  auto issue = co_await ask_value(context, {"issue", "Issue", "The number of the bounty's issue, such as 19416"});
  if (!issue) co_return issue;
  if (!issue->empty() && issue->front() == '#') issue->erase(0, 1);
  const bool is_number =
      !issue->empty() && issue->size() <= kLongestIssue && std::ranges::all_of(*issue, [](char c) { return c >= '0' && c <= '9'; });
  if (is_number) co_return issue;
  co_return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' is no issue's number.", *issue),
                 "Write the number alone, such as 19416.");
}

// "Phi-3-mini-128k-instruct"
std::string base_name(const std::string& model) { return model.substr(model.find_last_of('/') + 1); }

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// The cards of this machine, "n150, n150"; for texts that say what one has.
asio::awaitable<std::string> cards_here(Daemon& daemon) {
  std::string cards;
  for (const devices::Device& device : (co_await look_at_cards(daemon)).devices) cards += (cards.empty() ? "" : ", ") + device.kind;
  co_return cards.empty() ? std::string(kNotKnown) : cards;
}

asio::awaitable<std::string> commit_of_tt_metal(Daemon& daemon) {
  const std::string path = co_await tt_metal_path(daemon);
  co_return co_await offload(daemon.pool, [path, git_module = daemon.places.git_module]() -> std::string {
    const Result<const repos::Git*> git = repos::load_git(git_module);
    const auto head = git ? (*git)->read_head(path) : Result<repos::Head>(std::unexpected(git.error()));
    return head && !head->commit.empty() ? head->commit : kNotKnown;
  });
}

struct Facts {
  std::string model;
  std::vector<models::MeasuredRun> runs;
  std::optional<double> maximum;
};

asio::awaitable<Result<Facts>> facts_of_model(ActionContext& context) {
  const Result<std::string> model = co_await ask_model(context);
  if (!model) co_return std::unexpected(model.error());
  co_await context.daemon.jobs_recovered();
  const auto jobs = context.daemon.jobs.list(kJobsToLookAt);
  if (!jobs) co_return std::unexpected(jobs.error());
  co_return Facts{*model, runs_of_model(*jobs, *model), std::nullopt};
}

asio::awaitable<Result<Facts>> facts_with_maximum(ActionContext& context) {
  Result<Facts> facts = co_await facts_of_model(context);
  if (!facts) co_return facts;
  const auto stated = co_await ask_value(
      context, {"maximum", "The issue's own maximum, in t/s/u", "Such as 48. Leave it empty where you don't know it"});
  if (!stated) co_return std::unexpected(stated.error());
  const Result<std::optional<double>> maximum = read_speed(*stated);
  if (!maximum) co_return std::unexpected(maximum.error());
  facts->maximum = *maximum;
  co_return facts;
}

asio::awaitable<models::Values> values_of(ActionContext& context, const Facts& facts) {
  models::Values values;
  values["model"] = facts.model;
  values["base_name"] = base_name(facts.model);
  values["target_name"] = lower(base_name(facts.model));
  values["maximum"] = facts.maximum ? fmt::format("{} t/s/u", *facts.maximum) : std::string(kNotKnown);
  values["speed_rows"] = models::speed_rows(facts.runs, facts.maximum);
  values["accuracy_rows"] = models::accuracy_rows(facts.runs);
  values["target_entries"] = models::target_entries(facts.runs);
  values["commit"] = co_await commit_of_tt_metal(context.daemon);
  values["cards"] = co_await cards_here(context.daemon);
  values["date"] = today();
  co_return values;
}

// On the clipboard; where the client has none, shown.
asio::awaitable<Result<protocol::CommandOutcome>> hand_over(ActionContext& context, std::string title, std::string text,
                                                            std::string file) {
  const Result<void> copied = co_await context.client.copy_text(text);
  if (!copied && copied.error().kind == ErrorKind::kUnsupported)
    co_return co_await deliver(context, {title, "markdown", text, file});
  if (!copied) co_return std::unexpected(copied.error());
  protocol::CommandOutcome outcome;
  outcome.message = fmt::format("{} is on the clipboard. Read it and make it yours before you post it.", title);
  co_return outcome;
}

}  // namespace

asio::awaitable<Result<protocol::CommandOutcome>> write_ci_entry(ActionContext context) {
  const Result<Facts> facts = co_await facts_of_model(context);
  if (!facts) co_return std::unexpected(facts.error());
  const auto sku =
      co_await ask_value(context, {"sku",
                                   "Machine",
                                   "The machine of CI that runs it, as the pipeline files name it",
                                   "wh_n150",
                                   {"wh_n150", "wh_n300", "wh_llmbox_perf", "wh_galaxy_perf", "bh_p100", "bh_p150", "bh_p300"}});
  if (!sku) co_return std::unexpected(sku.error());
  models::Values values = co_await values_of(context, *facts);
  values["sku"] = *sku;
  Result<std::string> text = co_await fill_pack_template(context, "ci_entry.yaml", std::move(values));
  if (!text) co_return std::unexpected(text.error());
  co_return co_await deliver(context, {"CI entry", "yaml", std::move(*text), "ci-entry.yaml"});
}

asio::awaitable<Result<protocol::CommandOutcome>> write_readme(ActionContext context) {
  Daemon& daemon = context.daemon;
  const Result<Facts> facts = co_await facts_with_maximum(context);
  if (!facts) co_return std::unexpected(facts.error());
  models::Values values = co_await values_of(context, *facts);
  const Result<std::string> text = co_await fill_pack_template(context, "model_readme.md", std::move(values));
  if (!text) co_return std::unexpected(text.error());
  const Result<std::filesystem::path> path =
      co_await ask_path(context, "file",
                        {protocol::PickKind::kSaveFile, "Where the README is kept", "Write here",
                         uri::from_path(co_await tt_metal_path(daemon) + "/models/experimental/README.md")});
  if (!path) co_return std::unexpected(path.error());
  const Result<Written> written = co_await write_reviewed(daemon, context.client, *path, *text);
  if (!written) co_return std::unexpected(written.error());
  if (*written == Written::kKept) co_return fail(ErrorKind::kDeclined, fmt::format("{} is kept as it is.", path->string()));
  (void)co_await context.client.show_file(*path);
  protocol::CommandOutcome outcome;
  outcome.message = fmt::format("{} is {}, with the figures of {} runs.", path->string(), to_string(*written), facts->runs.size());
  co_return outcome;
}

asio::awaitable<Result<protocol::CommandOutcome>> copy_claim(ActionContext context) {
  const Result<std::string> issue = co_await ask_issue(context);
  if (!issue) co_return std::unexpected(issue.error());
  const Result<std::string> model = co_await ask_model(context);
  if (!model) co_return std::unexpected(model.error());
  const std::string cards = co_await cards_here(context.daemon);
  models::Values values{
      {"issue", *issue}, {"model", *model}, {"cards", cards == kNotKnown ? "<which card, and how you reach it>" : cards}};
  const Result<std::string> text = co_await fill_pack_template(context, "claim.md", std::move(values));
  if (!text) co_return std::unexpected(text.error());
  co_return co_await hand_over(context, "The claim", *text, "claim.md");
}

asio::awaitable<Result<protocol::CommandOutcome>> copy_pull_request(ActionContext context) {
  const Result<std::string> issue = co_await ask_issue(context);
  if (!issue) co_return std::unexpected(issue.error());
  const Result<Facts> facts = co_await facts_with_maximum(context);
  if (!facts) co_return std::unexpected(facts.error());
  models::Values values = co_await values_of(context, *facts);
  values["issue"] = *issue;
  const Result<std::string> text = co_await fill_pack_template(context, "pull_request.md", std::move(values));
  if (!text) co_return std::unexpected(text.error());
  co_return co_await hand_over(context, "The description", *text, "pull-request.md");
}

}  // namespace tt::server
