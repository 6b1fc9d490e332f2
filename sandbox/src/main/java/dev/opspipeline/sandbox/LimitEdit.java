package dev.opspipeline.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command, ready to paste, that lowers a limit while the day is played.
 *
 * @param lines at most 78 columns wide as long as the paths are short
 */
record LimitEdit(List<String> lines) {

    private static final Pattern CONTRACTS = Pattern.compile("(max_contracts_per_)(trade\": *)(\\d+)");

    LimitEdit {
        lines = List.copyOf(lines);
    }

    /** For the smallest account that plays. */
    static LimitEdit of(DayOptions options, int storePort) {
        String tier = options.tiers().getFirst();
        Path file = LimitDocuments.file(options.root(), tier);
        Matcher found = CONTRACTS.matcher(LimitDocuments.read(options.root(), tier));
        if (!found.find()) {
            return new LimitEdit(List.of());
        }
        return isInstalled("aws")
                ? awsCommand(tier, storePort, near(file), found.group(2), found.group(3))
                : curlCommand(tier, storePort, options, found.replaceFirst("$1$21"));
    }

    private static LimitEdit awsCommand(String tier, int port, Path file, String key, String value) {
        return new LimitEdit(List.of(
                "To lower %s's contracts per trade from %s to 1, paste into another terminal:".formatted(tier, value),
                "AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=x aws ssm put-parameter \\",
                " --endpoint-url http://127.0.0.1:%d --region us-west-2 --overwrite \\".formatted(port),
                " --name %s --value \"$(sed \\".formatted(LimitDocuments.parameter(tier)),
                " 's/%s%s/%s1/' %s)\"".formatted(key, value, key, file)));
    }

    private static LimitEdit curlCommand(String tier, int port, DayOptions options, String lowered) {
        Path request = options.record().resolve("lower-limit.json");
        try {
            Files.writeString(
                    request,
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("Name", LimitDocuments.parameter(tier))
                            .put("Type", "String")
                            .put("Overwrite", true)
                            .put("Value", lowered)
                            .toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + request, e);
        }
        return new LimitEdit(List.of(
                "To lower %s's contracts per trade to 1, paste into another terminal:".formatted(tier),
                "curl -s http://127.0.0.1:%d -H 'X-Amz-Target: AmazonSSM.PutParameter' \\".formatted(port),
                "  -d @" + near(request)));
    }

    /** As it is reached from where the command was given. */
    static Path near(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }

    private static boolean isInstalled(String command) {
        String path = System.getenv("PATH");
        return path != null
                && Stream.of(path.split(java.io.File.pathSeparator, -1))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }
}
