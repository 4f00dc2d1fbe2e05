{{/* Names, labels and what differs between the two modes. */}}

{{- define "csi.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* At most 40 characters, so that -reporting-headless and a copy's number fit in 63. */}}
{{- define "csi.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "csi.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "csi.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/*
The programs to run, as YAML: {components: [{key, name, program, replicas,
resources, size}]}. In mode embedded one, which has the full name alone.
*/}}
{{- define "csi.components" -}}
components:
{{- if eq .Values.mode "embedded" }}
  - key: csid
    name: {{ include "csi.fullname" . }}
    program: csid
    replicas: 1
    resources: {{- toYaml .Values.resources | nindent 6 }}
    size: {{ .Values.persistence.size }}
{{- else }}
{{- $programs := dict "raci" "csi-raci" "registry" "csi-register" "workflow" "csi-workflow" "reporting" "csi-reporting" }}
{{- range $key, $program := $programs }}
{{- $own := default dict (index $.Values.kafka.services $key) }}
  - key: {{ $key }}
    name: {{ include "csi.fullname" $ }}-{{ $key }}
    program: {{ $program }}
    replicas: {{ hasKey $own "replicas" | ternary $own.replicas $.Values.kafka.replicas }}
    resources: {{- toYaml (default $.Values.resources $own.resources) | nindent 6 }}
    size: {{ dig "persistence" "size" $.Values.persistence.size $own }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "csi.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end -}}
{{- end -}}

{{- define "csi.serviceAccount" -}}
{{- default (.Values.serviceAccount.create | ternary (include "csi.fullname" .) "default") .Values.serviceAccount.name -}}
{{- end -}}

{{/* What finds the pods of the release; never changes between versions. */}}
{{- define "csi.selector" -}}
app.kubernetes.io/name: {{ include "csi.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "csi.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "csi.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: csi
{{- end -}}

{{- define "csi.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
# A volume of millions of files would be walked through at each start.
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "csi.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{/*
The topic that a service reads, as YAML: {topic, kind, for, partitions, own};
{} where it reads none. kind names the folder of its mappings, own says that
values bring them. Pass (list $ KEY).
*/}}
{{- define "csi.input" -}}
{{- $ := index . 0 -}}
{{- $key := index . 1 -}}
{{- $inputs := $.Values.kafka.inputs -}}
{{- $all := dict
  "workflow" (dict "topic" "itsm.change.events" "kind" "changes" "for" "change")
  "reporting" (dict "topic" "itsm.measurements" "kind" "measurements" "for" "measurement") -}}
{{- $input := dict -}}
{{- if and (eq $.Values.mode "kafka") $inputs.enabled (hasKey $all $key) -}}
{{- $input = get $all $key -}}
{{- $own := default dict (index $.Values.kafka.services $key) -}}
{{- $_ := set $input "partitions" (default $inputs.partitions $own.inputPartitions | int) -}}
{{- $_ := set $input "own" (not (empty (get (default dict $inputs.mappings) $input.kind))) -}}
{{- end -}}
{{- toYaml $input -}}
{{- end -}}

{{/*
The configuration file of a program: its own options. Pass (list $ component).
*/}}
{{- define "csi.config" -}}
{{- $ := index . 0 -}}
{{- $own := rest . -}}
{{- $config := dict
  "data-dir" "/var/lib/csi/data"
  "listen" "0.0.0.0:7470"
  "metrics-listen" "0.0.0.0:9470"
  "insecure-network" true
  "deployment" (default (include "csi.fullname" $) $.Values.deployment) -}}
{{- if $.Values.connect.enabled -}}
{{- $_ := set $config "connect-listen" "0.0.0.0:7480" -}}
{{- with $.Values.connect.origins -}}
{{- $_ := set $config "connect-origin" . -}}
{{- end -}}
{{- end -}}
{{- if eq $.Values.mode "kafka" -}}
{{- $_ := set $config "journal" "kafka" -}}
{{- $_ := set $config "kafka" $.Values.kafka.bootstrap -}}
{{- $_ := set $config "partitions" (int $.Values.kafka.partitions) -}}
{{- $_ := set $config "kafka-session-ms" (mul 1000 (int $.Values.kafka.sessionSeconds)) -}}
{{- $peers := dict -}}
{{- range (fromYaml (include "csi.components" $)).components -}}
{{- if ne .key (index $own 0).key -}}
{{- $_ := set $peers .key (printf "%s:7470" .name) -}}
{{- end -}}
{{- end -}}
{{- $_ := set $config "peer" $peers -}}
{{- $settings := dict -}}
{{- if $.Values.kafka.tls.enabled -}}
{{- $settings = dict "security.protocol" "ssl" "ssl.ca.location" "/etc/kafka/ca/ca.crt" -}}
{{- if $.Values.kafka.tls.userSecret -}}
{{- $_ := set $settings "ssl.certificate.location" "/etc/kafka/user/user.crt" -}}
{{- $_ := set $settings "ssl.key.location" "/etc/kafka/user/user.key" -}}
{{- end -}}
{{- end -}}
{{- with merge $settings $.Values.kafka.settings -}}
{{- $_ := set $config "kafka-setting" . -}}
{{- end -}}
{{- $key := (index $own 0).key -}}
{{- with fromYaml (include "csi.input" (list $ $key)) -}}
{{- $_ := set $config "mappings" (.own | ternary "/etc/csi-mappings" "/usr/share/csi/mappings") -}}
{{- $_ := set $config "input-partitions" (int .partitions) -}}
{{- if eq $key $.Values.kafka.inputs.acceptGap -}}
{{- $_ := set $config "input-accept-gap" true -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toYaml (merge $config $.Values.options) -}}
{{- end -}}

{{/* SERVICE=HOST:PORT,... as csictl --address takes it. */}}
{{- define "csi.address" -}}
{{- if eq .Values.mode "embedded" -}}
{{ include "csi.fullname" . }}:7470
{{- else -}}
{{- $all := list -}}
{{- range (fromYaml (include "csi.components" .)).components -}}
{{- $all = append $all (printf "%s=%s:7470" .key .name) -}}
{{- end -}}
{{ join "," $all }}
{{- end -}}
{{- end -}}

{{/* What a schema cannot say: values that do not fit together. */}}
{{- define "csi.check" -}}
{{- if lt (int .Values.terminationGracePeriodSeconds) (add 10 (int .Values.preStopSleepSeconds) | int) -}}
{{- fail (printf "terminationGracePeriodSeconds (%d) must be at least 10 more than preStopSleepSeconds (%d): the program needs the rest to stop" (int .Values.terminationGracePeriodSeconds) (int .Values.preStopSleepSeconds)) -}}
{{- end -}}
{{- /* Nothing moves data from one mode to the other; an empty register would be
       served in place of the full one. Finds nothing without a cluster. */}}
{{- $other := eq .Values.mode "kafka" | ternary (include "csi.fullname" .) (printf "%s-raci" (include "csi.fullname" .)) -}}
{{- if lookup "apps/v1" "StatefulSet" .Release.Namespace $other -}}
{{- fail (printf "mode %s: StatefulSet %s of the other mode is there, and its data would not be taken over. Install under another name" .Values.mode $other) -}}
{{- end -}}
{{- $strimzi := .Values.kafka.strimzi -}}
{{- if and (or $strimzi.topics $strimzi.inputTopics) (gt (int $strimzi.replicas) 1) (ge (int $strimzi.minInSyncReplicas) (int $strimzi.replicas)) -}}
{{- fail (printf "kafka.strimzi.minInSyncReplicas (%d) must be below kafka.strimzi.replicas (%d): otherwise one broker that is away stops every write" (int $strimzi.minInSyncReplicas) (int $strimzi.replicas)) -}}
{{- end -}}
{{- if and (eq .Values.mode "kafka") $strimzi.users (not .Values.kafka.tls.userSecret) -}}
{{- fail "kafka.strimzi.users makes users that log in with a certificate: set kafka.tls.enabled, caSecret and userSecret too" -}}
{{- end -}}
{{- $inputs := .Values.kafka.inputs -}}
{{- if and $strimzi.inputTopics (not $inputs.enabled) -}}
{{- fail "kafka.strimzi.inputTopics makes topics that nobody reads: set kafka.inputs.enabled too" -}}
{{- end -}}
{{- range $service := list "workflow" "reporting" -}}
{{- with fromYaml (include "csi.input" (list $ $service)) -}}
{{- $input := . -}}
{{- range $file, $text := get (default dict $inputs.mappings) .kind -}}
{{- $where := printf "kafka.inputs.mappings.%s.%s" $input.kind $file -}}
{{- $mapping := fromYaml $text -}}
{{- if $mapping.Error -}}
{{- fail (printf "%s is no YAML: %s" $where $mapping.Error) -}}
{{- end -}}
{{- if ne (toString $mapping.for) $input.for -}}
{{- fail (printf "%s must say for: %s" $where $input.for) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $budget := .Values.podDisruptionBudget -}}
{{- if and $budget.enabled (not (kindIs "string" $budget.maxUnavailable)) -}}
{{- range (fromYaml (include "csi.components" .)).components -}}
{{- if and (gt (int .replicas) 1) (ge (int $budget.maxUnavailable) (int .replicas)) -}}
{{- fail (printf "podDisruptionBudget.maxUnavailable (%d) would let all %d copies of %s go at once" (int $budget.maxUnavailable) (int .replicas) .key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
