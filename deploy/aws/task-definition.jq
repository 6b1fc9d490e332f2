# What differs between services and tiers, on the rendered task definition: arguments $service, $live (a live account's number, or empty),
# $protocol, $mechanism and $login (the secret with a Kafka user's name and password, or empty), $traces (a collector's address, or empty).
def set($name; $value): if $value == "" then . else .environment += [{name: $name, value: $value}] end;

.containerDefinitions[0] |= (
  # The signal engine knows no accounts.
  if $service == "signal-engine" then del(.environment[] | select(.name == "ACCOUNT_TIER")) else . end
  | set("TRACES_ENDPOINT"; $traces)
  | set("KAFKA_SECURITY_PROTOCOL"; $protocol)
  | set("KAFKA_SASL_MECHANISM"; $mechanism)
  | if $login == "" then . else .secrets += [
      {name: "KAFKA_SASL_USERNAME", valueFrom: "\($login):username::"},
      {name: "KAFKA_SASL_PASSWORD", valueFrom: "\($login):password::"}] end
  # Real money: every service of the tier talks to it, and the dispatcher needs the number once more to spend it.
  | if $live == "" then . else
      set("ALPACA_TRADING_URL"; "https://api.alpaca.markets")
      | set("ALPACA_TRADING_STREAM_URL"; "wss://api.alpaca.markets/stream")
      | set("ALPACA_LIVE_ACCOUNT"; if $service == "dispatcher" then $live else "" end) end
)
