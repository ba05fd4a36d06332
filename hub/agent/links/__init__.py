"""The links between an agent and the hub: one protocol, three ways."""

from hub.agent.links.link import Frame, Link

__all__ = ["Frame", "Link"]
