// CreateAnalysis.
#include "services/reporting/domain/analysis.h"
#include "services/reporting/domain/commands/commands.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {

absl::Status DecideCreateAnalysis(const v1::CreateAnalysisRequest& request,
                                  const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(const std::string id,
                   NewId(context, "analysis_id", request.analysis_id(),
                         kAnalysisTag, "analyses"));
  ASSIGN_OR_RETURN(
      const v1::Indicator indicator,
      Load<v1::Indicator>(context, kIndicatorTag, "analysis.indicator",
                          request.analysis().indicator(), "indicators"));
  RETURN_IF_ERROR(Authorize(context, "store an analysis",
                            {{kAnalyseData, ResponsibleOrAccountable()},
                             {kProcessData, ResponsibleOrAccountable()},
                             {kCsiReport, ResponsibleOrAccountable()}},
                            {indicator.scope(), "", ""})
                      .status());
  ASSIGN_OR_RETURN(
      v1::Analysis analysis,
      Analyze(*context.state, context.tenant, indicator, request.analysis()));
  analysis.set_name(ResourceName(context.tenant, "analyses", id));
  analysis.set_uid(context.ids->Next());
  analysis.set_revision(1);
  *analysis.mutable_create_time() = TimestampOf(context.now);
  *analysis.mutable_update_time() = TimestampOf(context.now);
  *outcome.Emit<v1::JournalEvent>()
       .mutable_analysis_stored()
       ->mutable_analysis() = std::move(analysis);
  outcome.ReplyWith([tenant = context.tenant, id](const KvReader& state) {
    auto reply = std::make_unique<v1::Analysis>(
        GetRow<v1::Analysis>(state, Key(kAnalysisTag, {tenant, id}))
            .value_or(v1::Analysis()));
    reply->set_etag(EtagOf(reply->revision()));
    return reply;
  });
  return absl::OkStatus();
}

}  // namespace csi::reporting
