package dev.posthorn.local.launcher;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class StackFolderTest {

    @TempDir
    Path parent;

    @Test
    void isEmptiedOnlyWhenItIsOurs() throws Exception {
        // Given
        Files.writeString(parent.resolve("thesis.txt"), "years of work");

        // Then
        assertThatIllegalStateException().isThrownBy(() -> new StackFolder(parent).empty());
        assertThat(parent.resolve("thesis.txt")).exists();
    }

    @Test
    void disappearsWithAllItsData() throws Exception {
        var folder = new StackFolder(parent.resolve("data"));
        folder.create();

        folder.empty();

        assertThat(folder.root()).doesNotExist();
    }

    @Test
    void keepsItsSecretsFromStartToStartAndFromOthers() throws Exception {
        var file = parent.resolve("secrets.properties");

        var first = Secrets.of(file);
        var second = Secrets.of(file);

        assertThat(second.apiKey()).isEqualTo(first.apiKey()).matches("phk_[A-Za-z0-9_-]{43}");
        assertThat(java.util.Base64.getDecoder().decode(second.secretsKey())).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(first.toString()).doesNotContain(first.apiKey());
    }

    @Test
    void tellsScriptsWhereEverythingIs() throws Exception {
        // When
        new Addresses(new Ports(9000), Secrets.of(parent.resolve("secrets")), 2).write(parent.resolve("local.env"));

        // Then
        assertThat(Files.readAllLines(parent.resolve("local.env")))
                .contains("POSTHORN_URL=http://localhost:9000", "POSTHORN_MAIL_URL=http://localhost:9015")
                .contains("POSTHORN_DELIVERY_URLS=http://localhost:9002,http://localhost:9017")
                .anyMatch(line -> line.startsWith("POSTHORN_API_KEY=phk_"))
                .anyMatch(line -> line.matches("POSTHORN_AMQP_URL=amqp://posthorn:.{43}@localhost:9011"))
                .contains("POSTHORN_TENANT_LOGIN=demo-admin", "POSTHORN_TENANT_PASSWORD=demo-admin");
    }
}
