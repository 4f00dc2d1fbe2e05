// Takes rows of points for one indicator: checks each, compares it with what is
// stored, and sorts it into new, duplicate, corrected or refused. Then gives
// the events. One intake per indicator and command; reads state, writes none.
//
//   PointIntake intake(context, indicator, "made-sla", {});
//   for (...) intake.Add(line, point);
//   intake.EmitStored("", outcome);
#ifndef CSI_SERVICES_REPORTING_DOMAIN_POINT_INTAKE_H_
#define CSI_SERVICES_REPORTING_DOMAIN_POINT_INTAKE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting_journal.pb.h"
#include "services/reporting/points/point_store.h"

namespace csi::reporting {

struct IntakeOptions {
  // Other figures for a known period correct it instead of being refused.
  bool allow_corrections = false;
  // Every row must correct a period that is there (CorrectPoints).
  bool corrections_only = false;
  // Mark points that come behind a later period of their series.
  bool mark_late = true;
  std::string correction_reason;
};

class PointIntake {
 public:
  // `context` outlives the intake. `id` is the indicator's id.
  PointIntake(const Context& context, v1::Indicator indicator, std::string id,
              IntakeOptions options);

  // True when the row holds: it is new, a correction, or a duplicate.
  bool Add(int64_t line, const v1::Point& point);

  int64_t recorded() const { return recorded_; }
  int64_t corrected() const { return corrected_; }
  int64_t duplicates() const { return duplicates_; }
  const std::vector<v1::RefusedRow>& refused() const { return refused_; }
  const v1::Indicator& indicator() const { return indicator_; }
  // After Emit: names of alerts that changed, and points that are too old to
  // be judged by a threshold again.
  const std::vector<std::string>& changed_alerts() const { return alerts_; }
  int64_t unjudged() const { return unjudged_; }

  // PointsStored and PointsReplaced with what was taken, then what contradicts
  // frozen baselines, then alerts. Returns the names of those baselines.
  std::vector<std::string> Emit(std::string_view import_job, Outcome& outcome);

 private:
  struct Series {
    std::unique_ptr<SeriesReader> reader;
    std::optional<int64_t> last_period;
    std::map<int64_t, StoredPoint> added;
    std::map<int64_t, StoredPoint> replaced;
  };

  std::optional<StoredPoint> Checked(int64_t line, const v1::Point& point,
                                     std::string& series);
  bool CheckPeriod(int64_t line, const v1::Point& point);
  bool CheckSeries(int64_t line, const v1::Point& point, std::string& series);
  bool CheckFigures(int64_t line, const v1::Point& point, StoredPoint& stored);
  bool CheckRatio(int64_t line, const v1::Point& point, StoredPoint& stored);
  bool Sort(int64_t line, const std::string& key, StoredPoint stored);
  bool Refuse(int64_t line, std::string_view reason, std::string message);
  Series& SeriesOf(const std::string& key);
  void EmitStored(std::string_view import_job, Outcome& outcome);
  void EmitReplaced(std::string_view import_job, Outcome& outcome);
  void EmitAlerts(Outcome& outcome);

  const Context& context_;
  v1::Indicator indicator_;
  std::string id_;
  IntakeOptions options_;
  int factor_ = 0;
  std::map<std::string, Series> series_;
  int64_t recorded_ = 0;
  int64_t corrected_ = 0;
  int64_t duplicates_ = 0;
  int64_t late_ = 0;
  std::vector<v1::RefusedRow> refused_;
  std::vector<std::string> alerts_;
  int64_t unjudged_ = 0;
};

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_POINT_INTAKE_H_
