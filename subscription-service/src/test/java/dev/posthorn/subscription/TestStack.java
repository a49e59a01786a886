package dev.posthorn.subscription;

import dev.posthorn.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;

/** What all tests of the service run against, declared once: another set would start the application again. */
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
final class TestStack {

    private TestStack() {}
}
