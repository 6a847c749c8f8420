"""The overview as a Streamlit page: a fragment that runs once a second, one reading for all sessions."""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[2]))
from bench.peers.figures import Wall, read

st.set_page_config(layout="wide")


@st.cache_data(ttl=1, show_spinner=False)
def newest() -> Wall:
    return read()


@st.fragment(run_every=1)
def wall() -> None:
    found = newest()
    st.caption(found.stamp)
    for column, (label, value, change) in zip(st.columns(len(found.kpis)), found.kpis, strict=True):
        column.metric(label, value, change)
    centers, ranking, rhythm = st.columns(3)
    for center in found.centers:
        centers.metric(center.name, center.reported, center.change)
        for column, (label, value) in zip(centers.columns(len(center.counts)), center.counts.items(), strict=True):
            column.metric(label, value)
    ranking.dataframe(found.ranking, hide_index=True)
    rhythm.line_chart(found.rhythm)
    st.dataframe(found.newest, hide_index=True)


wall()
