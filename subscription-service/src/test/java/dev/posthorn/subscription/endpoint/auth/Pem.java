package dev.posthorn.subscription.endpoint.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;

/** A certificate that was made for a test, and its key. The JDK has no public API to make one, but a tool. */
public record Pem(String certificate, String privateKey) {

    private static final String PASSWORD = "changeit";

    /** @param options of keytool -genkeypair, such as {@code -keyalg EC} */
    public static Pem make(String... options) {
        try {
            Path folder = Files.createTempDirectory("posthorn-certificate-");
            Path file = folder.resolve("keys.p12");
            try {
                keytool(file, options);
                var keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
                String alias = keys.aliases().nextElement();
                return new Pem(
                        encode("CERTIFICATE", keys.getCertificate(alias).getEncoded()),
                        encode(
                                "PRIVATE KEY",
                                keys.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException("No certificate could be made", e);
        }
    }

    private static void keytool(Path file, String... options) throws IOException, InterruptedException {
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var fixed = Stream.of(tool, "-genkeypair", "-keystore", file.toString(), "-storepass", PASSWORD);
        var command = Stream.of(fixed, Stream.of("-dname", "CN=client"), Arrays.stream(options))
                .flatMap(part -> part)
                .toList();
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("keytool made no certificate: " + command);
        }
    }

    private static String encode(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
                + "\n-----END " + what + "-----\n";
    }
}
