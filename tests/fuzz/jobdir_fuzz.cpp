// Any bytes as the files and packets of a job's folder, and as a log with secrets: decoders are total, and cuts hide nothing.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "jobdir/control.hpp"
#include "jobdir/exit_record.hpp"
#include "jobdir/log_gap.hpp"
#include "jobdir/redact.hpp"
#include "jobdir/run_record.hpp"
#include "jobdir/start_message.hpp"
#include "require.hpp"

namespace {

std::string redacted(std::string_view log, std::size_t step) {
  tt::jobdir::Redactor redactor({"correct horse", "horse battery", "aaaaaaab"});
  std::string out;
  for (std::size_t at = 0; at < log.size(); at += step) redactor.push(log.substr(at, step), 0, out);
  redactor.release(out);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto exit = tt::jobdir::decode_exit_file(bytes)) {
    require(tt::jobdir::decode_exit_file(tt::jobdir::encode_exit_slot(*exit)) == exit);
  }
  if (const auto run = tt::jobdir::parse_run_record(bytes)) require(run->supervisor.pid >= 2 && run->child.pid >= 2);
  const tt::jobdir::LogGap gap = tt::jobdir::decode_gap_file(bytes);
  require(gap.end >= gap.begin && tt::jobdir::decode_gap_file(tt::jobdir::encode_gap_slot(gap)) == gap);
  (void)tt::jobdir::decode_start_message(bytes);
  (void)tt::jobdir::decode_start_reply(std::string(bytes));
  (void)tt::jobdir::decode_control_request(bytes);
  (void)tt::jobdir::decode_control_hello(bytes);
  (void)tt::jobdir::decode_control_ack(bytes);

  const std::string whole = redacted(bytes, size + 1);
  require(redacted(bytes, size == 0 ? 1 : 1 + data[0] % 16) == whole);
  for (const std::string_view secret : {"correct horse", "horse battery", "aaaaaaab"}) require(!whole.contains(secret));
  return 0;
}
