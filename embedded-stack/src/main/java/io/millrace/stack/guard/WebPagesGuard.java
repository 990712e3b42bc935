package io.millrace.stack.guard;

import io.millrace.runtime.web.PageGuard;
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
import org.apache.hadoop.util.StringUtils;

/**
 * {@link PageGuard} before the pages and the REST interfaces of Hadoop's servers: WebHDFS, YARN, the job history. Made by the server,
 * which its settings name it to.
 */
public final class WebPagesGuard implements Filter {
    /** Hadoop's setting, true for servers in a network of containers (see {@link PageGuard#neighbours}); false unless it is set. */
    public static final String NEIGHBOURS = "millrace.guard.neighbours";

    /** Hadoop's setting, names and addresses, joined by commas, by which its servers are asked besides; none unless it is set. */
    public static final String HOSTS = "millrace.guard.hosts";

    private PageGuard guard;

    /** Puts the filter in front of everything; for {@code hadoop.http.filter.initializers}. */
    public static final class Initializer extends FilterInitializer {
        @Override
        public void initFilter(FilterContainer container, Configuration conf) {
            container.addGlobalFilter(
                    "page-guard",
                    WebPagesGuard.class.getName(),
                    Map.of(NEIGHBOURS, conf.get(NEIGHBOURS, "false"), HOSTS, conf.get(HOSTS, "")));
        }
    }

    @Override
    public void init(FilterConfig config) {
        guard = from(Boolean.parseBoolean(config.getInitParameter(NEIGHBOURS)), config.getInitParameter(HOSTS));
    }

    static PageGuard from(boolean neighbours, String hosts) {
        PageGuard guard = neighbours ? PageGuard.neighbours() : PageGuard.loopback();
        return guard.and(StringUtils.getTrimmedStringCollection(hosts));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        Optional<String> refusal = guard.refusal(asked::getHeader);
        if (refusal.isPresent()) {
            ((HttpServletResponse) response).sendError(HttpServletResponse.SC_FORBIDDEN, refusal.get());
        } else {
            chain.doFilter(request, response);
        }
    }

    @Override
    public void destroy() {}
}
