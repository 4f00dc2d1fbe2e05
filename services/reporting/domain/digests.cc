#include "services/reporting/domain/digests.h"

namespace csi::reporting {

v1::BaselineDigest DigestOf(const v1::Baseline& baseline) {
  v1::BaselineDigest digest;
  digest.set_baseline(baseline.name());
  digest.set_opportunity(baseline.opportunity());
  digest.set_indicator(baseline.indicator());
  digest.set_kind(baseline.kind());
  digest.set_state(baseline.state());
  if (baseline.has_window()) *digest.mutable_window() = baseline.window();
  digest.set_n(baseline.points_size());
  if (baseline.has_centre()) digest.set_centre(baseline.centre());
  if (baseline.has_lower_limit()) {
    digest.set_lower_limit(baseline.lower_limit());
  }
  if (baseline.has_upper_limit()) {
    digest.set_upper_limit(baseline.upper_limit());
  }
  digest.set_content_sha256(baseline.content_sha256());
  digest.set_frozen_after_implementation(
      baseline.frozen_after_implementation());
  if (baseline.has_frozen_by()) {
    *digest.mutable_frozen_by() = baseline.frozen_by();
  }
  if (baseline.has_accepted_by()) {
    *digest.mutable_accepted_by() = baseline.accepted_by();
  }
  digest.set_reason(baseline.reason());
  if (baseline.has_freeze_time()) {
    *digest.mutable_freeze_time() = baseline.freeze_time();
  }
  return digest;
}

v1::ComparisonDigest DigestOf(const v1::Comparison& comparison) {
  v1::ComparisonDigest digest;
  digest.set_comparison(comparison.name());
  digest.set_opportunity(comparison.opportunity());
  digest.set_run(comparison.run());
  digest.set_indicator(comparison.indicator());
  digest.set_baseline(comparison.baseline());
  digest.set_value(comparison.value());
  *digest.mutable_reasons() = comparison.reasons();
  *digest.mutable_notes() = comparison.notes();
  digest.set_interim(comparison.interim());
  digest.set_sentence(comparison.sentence());
  const v1::VerdictFigures& figures = comparison.figures();
  if (figures.before().n() > 0) {
    digest.set_mean_before(figures.before().mean());
  }
  if (figures.after().n() > 0) digest.set_mean_after(figures.after().mean());
  if (figures.before().n() > 0 && figures.after().n() > 0) {
    digest.set_difference(figures.difference());
  }
  if (figures.has_welch_low()) digest.set_welch_low(figures.welch_low());
  if (figures.has_welch_high()) digest.set_welch_high(figures.welch_high());
  digest.set_after_state(comparison.after_state());
  digest.set_target(comparison.target());
  digest.set_guards(comparison.guards());
  digest.set_attribution(comparison.attribution());
  if (comparison.has_accepted_by()) {
    *digest.mutable_accepted_by() = comparison.accepted_by();
  }
  digest.set_accept_reason(comparison.accept_reason());
  return digest;
}

}  // namespace csi::reporting
