package dev.opspipeline.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ParameterStoreHttpTest {

    private static final String NAME = "/ops-pipeline/dispatcher_config_tiny";

    private final ParameterStore store = new ParameterStore(InstantSource.fixed(Instant.parse("2026-04-10T14:00:00Z")));
    private final ParameterStoreHttp server = ParameterStoreHttp.start(store, 0);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    @Test
    void keepsEveryVersionAndTellsListenersOfEach() throws Exception {
        List<Integer> heard = new ArrayList<>();
        store.onVersion(version -> heard.add(version.version()));
        assertThat(call("PutParameter", put("{}", false)).path("Version").asInt())
                .isEqualTo(1);
        assertThat(call("PutParameter", put("{ }", true)).path("Version").asInt())
                .isEqualTo(2);
        JsonNode parameter = call("GetParameter", "{\"Name\":\"" + NAME + "\"}").path("Parameter");
        assertThat(parameter.path("Value").asString("")).isEqualTo("{ }");
        assertThat(parameter.path("Version").asInt()).isEqualTo(2);
        assertThat(parameter.path("LastModifiedDate").asDouble()).isEqualTo(1_775_829_600.0);
        JsonNode history =
                call("GetParameterHistory", "{\"Name\":\"" + NAME + "\"}").path("Parameters");
        assertThat(history).hasSize(2);
        assertThat(history.get(0).path("Value").asString("")).isEqualTo("{}");
        assertThat(heard).containsExactly(1, 2);
    }

    @Test
    void answersSeveralNamesAndSaysWhichAreNotThere() throws Exception {
        store.put(NAME, "{}");
        JsonNode answer = call("GetParameters", "{\"Names\":[\"" + NAME + "\",\"/none\"]}");
        assertThat(answer.path("Parameters")).hasSize(1);
        assertThat(answer.path("InvalidParameters").get(0).asString("")).isEqualTo("/none");
    }

    @Test
    void X60_aDeletedNameStartsAgainAtVersionOne() throws Exception {
        store.put(NAME, "{}");
        store.put(NAME, "{ }");
        call("DeleteParameter", "{\"Name\":\"" + NAME + "\"}");
        assertThat(call("GetParameter", "{\"Name\":\"" + NAME + "\"}")
                        .path("__type")
                        .asString(""))
                .isEqualTo("ParameterNotFound");
        assertThat(store.put(NAME, "{}").version()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '"', textBlock = """
            operation           | request                                           | error
            GetParameter        | {'Name':'/none'}                                  | ParameterNotFound
            GetParameter        | {'Name':'/there:9'}                               | ParameterVersionNotFound
            GetParameterHistory | {'Name':'/none'}                                  | ParameterNotFound
            DeleteParameter     | {'Name':'/none'}                                  | ParameterNotFound
            PutParameter        | {'Name':'/there','Value':'x'}                     | ParameterAlreadyExists
            PutParameter        | {'Name':'/there','Value':'','Overwrite':true}     | ValidationException
            PutParameter        | {'Name':'/sp ace','Value':'x'}                    | ValidationException
            PutParameter        | {'Name':'/new','Value':'x','Type':'Text'}         | ValidationException
            PutParameter        | {'Name':'/new'}                                   | ValidationException
            GetParameters       | {'Names':[]}                                      | ValidationException
            GetParameters       | {'Names':[1,2,3,4,5,6,7,8,9,10,11]}               | ValidationException
            LabelVersion        | {}                                                | UnknownOperationException
            GetParameter        | no                                                | SerializationException
            """)
    void refusesUnderTheCloudsErrorNames(String operation, String request, String error) throws Exception {
        store.put("/there", "x");
        HttpResponse<String> answer = send(operation, request.replace('\'', '"'));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"__type\":\"" + error + "\"");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            bytes, accepted
            4095,  true
            4096,  true
            4097,  false
            """)
    void takesValuesUpToFourKilobytes(int bytes, boolean accepted) throws Exception {
        assertThat(send("PutParameter", put("x".repeat(bytes), false)).statusCode())
                .isEqualTo(accepted ? 200 : 400);
    }

    @Test
    void worksWithTheCloudsOwnCommandLine() throws Exception {
        assumeTrue(hasAws(), "no aws command on this machine");
        assertThat(aws("ssm", "put-parameter", "--name", NAME, "--type", "String", "--value", "{\"a\": 1}"))
                .contains("\"Version\": 1");
        assertThat(aws("ssm", "put-parameter", "--name", NAME, "--value", "{\"a\": 2}", "--overwrite"))
                .contains("\"Version\": 2");
        assertThat(aws("ssm", "get-parameter", "--name", NAME, "--query", "Parameter.Value", "--output", "text"))
                .contains("{\"a\": 2}");
        assertThat(aws("ssm", "get-parameter", "--name", "/none")).contains("ParameterNotFound");
    }

    private static boolean hasAws() {
        for (String dir : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (new File(dir, "aws").canExecute()) {
                return true;
            }
        }
        return false;
    }

    private String aws(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("aws", "--endpoint-url", "http://127.0.0.1:" + server.port()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "AWS_ACCESS_KEY_ID", "sandbox",
                        "AWS_SECRET_ACCESS_KEY", "sandbox",
                        "AWS_DEFAULT_REGION", "us-east-1"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static String put(String value, boolean overwrite) {
        return "{\"Name\":\"" + NAME + "\",\"Type\":\"String\",\"Value\":\"" + value + "\",\"Overwrite\":" + overwrite
                + "}";
    }

    private JsonNode call(String operation, String body) throws IOException, InterruptedException {
        return JsonMapper.builder().build().readTree(send(operation, body).body());
    }

    private HttpResponse<String> send(String operation, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                        .header("X-Amz-Target", "AmazonSSM." + operation)
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
