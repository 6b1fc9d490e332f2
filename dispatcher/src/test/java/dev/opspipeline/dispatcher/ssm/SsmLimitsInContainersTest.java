package dev.opspipeline.dispatcher.ssm;

import dev.opspipeline.account.Reply;
import dev.opspipeline.adapters.ssm.ParameterStore;
import dev.opspipeline.dispatcher.Await;
import java.net.URI;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/** The same with LocalStack's parameter store; skipped where there is no container engine. */
@Testcontainers(disabledWithoutDocker = true)
class SsmLimitsInContainersTest extends SsmLimitsTest {

    @Override
    Store store() {
        return new LocalStack();
    }

    private static final class LocalStack implements Store {

        private final LocalStackContainer container =
                new LocalStackContainer(DockerImageName.parse("localstack/localstack:4.7")).withServices("ssm");
        private final ParameterStore writer;

        LocalStack() {
            container.start();
            writer = new ParameterStore("us-west-2", container.getEndpoint());
        }

        @Override
        public URI start() {
            return container.getEndpoint();
        }

        @Override
        public void put(String name, String value) {
            // The first answer of a container just started takes longer than ours may.
            Await.until("the store to take " + name, () -> writer.write(name, value) instanceof Reply.Answer);
        }

        @Override
        public void outOfOrder(boolean broken) {
            var docker = DockerClientFactory.instance().client();
            if (broken) {
                docker.pauseContainerCmd(container.getContainerId()).exec();
            } else {
                docker.unpauseContainerCmd(container.getContainerId()).exec();
            }
        }

        @Override
        public void close() {
            writer.close();
            container.stop();
        }
    }
}
