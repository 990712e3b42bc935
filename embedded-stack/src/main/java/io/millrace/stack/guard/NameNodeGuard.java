package io.millrace.stack.guard;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.http.FilterContainer;
import org.apache.hadoop.http.FilterInitializer;

/** {@link LoopbackOnly} before the NameNode's pages and WebHDFS. Made by the NameNode, which its settings name it to. */
public final class NameNodeGuard implements Filter {
    /** Puts the filter in front of everything; for {@code hadoop.http.filter.initializers}. */
    public static final class Initializer extends FilterInitializer {
        @Override
        public void initFilter(FilterContainer container, Configuration conf) {
            container.addGlobalFilter("loopback-only", NameNodeGuard.class.getName(), Map.of());
        }
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        Optional<String> refusal = LoopbackOnly.refusal(asked.getHeader("Host"), asked.getHeader("Origin"));
        if (refusal.isPresent()) {
            ((HttpServletResponse) response).sendError(HttpServletResponse.SC_FORBIDDEN, refusal.get());
        } else {
            chain.doFilter(request, response);
        }
    }

    @Override
    public void destroy() {}
}
